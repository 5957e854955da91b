import { SiTiktok, SiOpenai, SiHuawei, SiDji } from 'react-icons/si';
export const Footer = () => <div><SiTiktok /><a href="https://www.tiktok.com/@acme">TikTok</a><SiOpenai /><SiHuawei /><SiDji /></div>;
