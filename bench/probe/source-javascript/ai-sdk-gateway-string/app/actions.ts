import { generateText } from "ai";

export async function title(text: string) {
  const { text: out } = await generateText({ model: "anthropic/claude-sonnet-4", prompt: `Title for: ${text}` });
  return out;
}
