const MISTRAL_HOST = "api.mistral.ai";
export const chat = (b: unknown) =>
  fetch(`https://${MISTRAL_HOST}/v1/chat/completions`, { method: "POST", body: JSON.stringify(b) });
