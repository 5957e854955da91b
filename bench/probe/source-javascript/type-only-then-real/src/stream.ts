import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import { Stream } from "openai/streaming";

export async function* text(stream: Stream<ChatCompletionChunk>) {
  for await (const chunk of stream) yield chunk.choices[0]?.delta?.content ?? "";
}
