import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
export const kimi = createOpenAICompatible({ name: "kimi", baseURL: "https://api.moonshot.ai/v1", apiKey: process.env.K });
