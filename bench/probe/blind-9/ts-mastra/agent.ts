import { Agent } from "@mastra/core/agent";
export const a = new Agent({ name: "x", instructions: "y", model: "openai/gpt-4o-mini" });
