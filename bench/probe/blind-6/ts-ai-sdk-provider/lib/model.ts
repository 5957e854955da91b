import { xai } from "@ai-sdk/xai";
import { wrapLanguageModel, extractReasoningMiddleware } from "ai";

export const model = wrapLanguageModel({
  model: xai("grok-code-fast-1"),
  middleware: extractReasoningMiddleware({ tagName: "think" }),
});
