import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
const c = new BedrockRuntimeClient({});
export const go = () => c.send(new ConverseCommand({ modelId: "mistral.mistral-large-2402-v1:0", messages: [] }));
