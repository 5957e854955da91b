import { generateText } from "ai";
await generateText({ model: "xai/grok-3", prompt: "x" });
