import { Agent } from "@mastra/core/agent";

export const weather = new Agent({ name: "weather", instructions: "You know the weather.", model: "google/gemini-2.5-pro" });
