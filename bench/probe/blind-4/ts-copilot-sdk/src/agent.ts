import { Agent, run } from "@openai/agents";
const agent = new Agent({ name: "Assistant", instructions: "Help" });
console.log((await run(agent, "hi")).finalOutput);
