import { bedrock } from "@ai-sdk/amazon-bedrock";
export const model = bedrock("anthropic.claude-3-5-sonnet-20241022-v2:0");
