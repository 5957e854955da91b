import { CreateMLCEngine } from "@mlc-ai/web-llm";
const e = await CreateMLCEngine("Llama-3.1-8B-Instruct-q4f32_1-MLC");
