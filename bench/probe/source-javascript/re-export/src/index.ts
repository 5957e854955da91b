export * from "@anthropic-ai/sdk";
export { default as Anthropic } from "@anthropic-ai/sdk";
