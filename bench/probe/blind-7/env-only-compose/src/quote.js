import { fetch } from "undici";

export async function quote(about) {
  const answer = await fetch(process.env.LLM_URL, { method: "POST", headers: { authorization: `Bearer ${process.env.LLM_KEY}` }, body: JSON.stringify({ about }) });
  return answer.json();
}
