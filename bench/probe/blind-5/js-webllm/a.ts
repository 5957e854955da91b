import { CreateMLCEngine } from "@mlc-ai/web-llm";
export const e = CreateMLCEngine("gemma-2-2b-it-q4f16_1-MLC");
