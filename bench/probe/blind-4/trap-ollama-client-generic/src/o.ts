import { Ollama } from "ollama";
export const client = new Ollama({ host: process.env.OLLAMA_HOST });
export const list = () => client.list();
