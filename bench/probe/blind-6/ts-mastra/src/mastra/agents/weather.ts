import { Agent } from "@mastra/core/agent";
import { weatherTool } from "../tools/weather";

export const weatherAgent = new Agent({
  name: "Weather",
  instructions: "Tell the weather.",
  model: "google/gemini-2.5-pro",
  tools: { weatherTool },
});
