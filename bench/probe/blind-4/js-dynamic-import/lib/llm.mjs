export async function client() {
  const { default: Anthropic } = await import("@anthropic-ai/sdk");
  return new Anthropic();
}
