import { CreateMLCEngine } from "@mlc-ai/web-llm";

const engine = await CreateMLCEngine("Llama-3.1-8B-Instruct-q4f32_1-MLC", { initProgressCallback: (p) => console.log(p.text) });
const reply = await engine.chat.completions.create({ messages: [{ role: "user", content: "Hi" }] });
