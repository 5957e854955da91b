export const PROVIDERS = {
  reasoner: { origin: "https://api.deepseek.com", path: "/beta/completions", key: () => process.env.DS_KEY! },
} as const;

export async function complete(name: keyof typeof PROVIDERS, prompt: string) {
  const p = PROVIDERS[name];
  const res = await fetch(new URL(p.path, p.origin), {
    method: "POST",
    headers: { authorization: `Bearer ${p.key()}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "deepseek-chat", prompt }),
  });
  return res.json();
}
