import { query } from "@anthropic-ai/claude-agent-sdk";

for await (const message of query({ prompt: "Fix the failing test", options: { maxTurns: 5, permissionMode: "acceptEdits" } })) {
  if (message.type === "result") console.log(message.result);
}
