import openapi from 'openapi-typescript';
import { cohesion } from './cohesion.js';
export const openair = 'openair-festival';
export const run = () => openapi(new URL('./spec.yaml', import.meta.url)).then(cohesion);
