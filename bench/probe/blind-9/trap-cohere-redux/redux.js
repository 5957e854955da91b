import { cohere } from './physics/laser';
export default cohere;
