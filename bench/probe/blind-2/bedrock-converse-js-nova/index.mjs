import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
const client = new BedrockRuntimeClient({ region: process.env.AWS_REGION });
export const handler = async (event) => {
  const out = await client.send(new ConverseCommand({ modelId: "amazon.nova-lite-v1:0", messages: event.messages }));
  return out.output.message.content[0].text;
};
