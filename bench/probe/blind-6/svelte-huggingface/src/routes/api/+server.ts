import { HF_TOKEN } from "$env/static/private";
import { InferenceClient } from "@huggingface/inference";

const client = new InferenceClient(HF_TOKEN);

export async function POST({ request }) {
  const { text } = await request.json();
  const out = await client.chatCompletion({ provider: "together", model: "Qwen/Qwen3-Next-80B-A3B-Instruct", messages: [{ role: "user", content: text }] });
  return new Response(out.choices[0].message.content);
}
