import { Agent } from "@mastra/core/agent";
export const a = new Agent({ name: "a", instructions: "x", model: "anthropic/claude-opus-4-1" });
