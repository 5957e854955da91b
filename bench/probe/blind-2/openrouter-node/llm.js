import OpenAI from "openai";
const client = new OpenAI({ baseURL: "https://openrouter.ai/api/v1", apiKey: process.env.OPENROUTER_API_KEY });
export const ask = (q) => client.chat.completions.create({ model: "anthropic/claude-3.5-sonnet", messages: [{ role: "user", content: q }] });
