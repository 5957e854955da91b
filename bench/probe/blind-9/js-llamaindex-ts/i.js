import { anthropic } from "@llamaindex/anthropic";
export const llm = anthropic({ model: "claude-3-7-sonnet" });
