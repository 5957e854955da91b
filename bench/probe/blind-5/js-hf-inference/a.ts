import { InferenceClient } from "@huggingface/inference";
const c = new InferenceClient(process.env.HF);
export const r = c.chatCompletion({ model: "Qwen/Qwen3-32B", provider: "groq", messages: [] });
