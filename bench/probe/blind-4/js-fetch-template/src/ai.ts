const BASE = process.env.AI_BASE ?? "https://api.openai.com";

export async function embed(input: string[]) {
  const res = await fetch(`${BASE}/v1/embeddings`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${process.env.AI_KEY}` },
    body: JSON.stringify({ model: "text-embedding-3-small", input }),
  });
  return (await res.json()).data;
}
