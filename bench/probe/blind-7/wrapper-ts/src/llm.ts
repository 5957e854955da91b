import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import models from "../config/models.json";
import gateways from "../config/gateways.json";

export function llm(alias: keyof typeof models.aliases = "smart") {
  const { id, via } = models.aliases[alias];
  const gateway = gateways[via as keyof typeof gateways];
  return createOpenAICompatible({ name: via, baseURL: gateway.baseURL, apiKey: process.env[gateway.keyName] })(id);
}
