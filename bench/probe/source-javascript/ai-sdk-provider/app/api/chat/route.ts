import { xai } from "@ai-sdk/xai";
import { streamText } from "ai";

export async function POST(req: Request) {
  const { messages } = await req.json();
  return streamText({ model: xai("grok-2-1212"), messages }).toDataStreamResponse();
}
