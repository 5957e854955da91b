import { createOpenRouter } from "@openrouter/ai-sdk-provider";
const or = createOpenRouter({ apiKey: process.env.OPENROUTER_API_KEY });
export const model = or.chat("deepseek/deepseek-chat-v3-0324:free");
