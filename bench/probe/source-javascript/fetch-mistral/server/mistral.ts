const BASE = "https://api.mistral.ai";

export const complete = (prompt: string, key: string) =>
  fetch(`${BASE}/v1/chat/completions`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify({ model: "open-mixtral-8x22b", messages: [{ role: "user", content: prompt }] }),
  }).then((r) => r.json());
