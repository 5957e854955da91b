import { ChatMistralAI } from "@langchain/mistralai";
export const llm = new ChatMistralAI({ model: "mistral-small-latest" });
