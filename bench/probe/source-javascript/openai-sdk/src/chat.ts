import OpenAI from "openai";

const client = new OpenAI();

export async function answer(question: string): Promise<string | null> {
  const completion = await client.chat.completions.create({
    model: "gpt-4.1",
    messages: [{ role: "user", content: question }],
  });
  return completion.choices[0].message.content;
}
