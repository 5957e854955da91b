import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
const c = new BedrockRuntimeClient({ region: "us-east-1" });
