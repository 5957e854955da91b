import { google } from "@ai-sdk/google";
import { streamText } from "ai";
export const POST = async () => streamText({ model: google("gemini-2.0-flash"), prompt: "x" }).toDataStreamResponse();
