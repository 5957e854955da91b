import { FacebookAuthProvider } from 'firebase/auth';
new FacebookAuthProvider();
