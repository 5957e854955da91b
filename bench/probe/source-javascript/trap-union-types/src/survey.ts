export type Assistant = "ChatGPT" | "Claude" | "Gemini" | "DeepSeek" | "Kimi" | "none";
export interface Answer { assistant: Assistant; often: "daily" | "weekly" | "never" }
export const label = (a: Answer): string => `${a.assistant}: ${a.often}`;
