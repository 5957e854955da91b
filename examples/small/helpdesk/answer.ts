import OpenAI from "openai";

// DeepSeek was tried in March and taken out again.
const client = new OpenAI();

export async function answer(question: string): Promise<string> {
  const reply = await client.responses.create({ model: "gpt-5.1", input: question });
  return reply.output_text;
}
