export async function get() {
  const { default: Anthropic } = await import("@anthropic-ai/sdk");
  return new Anthropic();
}
