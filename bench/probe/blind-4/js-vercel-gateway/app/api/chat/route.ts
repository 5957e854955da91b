import { streamText, convertToModelMessages } from "ai";

export async function POST(req: Request) {
  const { messages } = await req.json();
  const result = streamText({ model: "xai/grok-3-mini", messages: convertToModelMessages(messages) });
  return result.toUIMessageStreamResponse();
}
