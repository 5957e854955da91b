import { generateText } from "ai";
import { llm } from "./llm";

export const summary = async (text: string) => (await generateText({ model: llm(), prompt: `Sum up: ${text}` })).text;
