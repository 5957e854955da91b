import { Vertex } from './geometry';
export const vertexAi = (v: Vertex) => v.index;
