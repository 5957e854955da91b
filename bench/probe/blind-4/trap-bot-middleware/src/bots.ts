const AI_BOTS = ["GPTBot", "ChatGPT-User", "ClaudeBot", "anthropic-ai", "Bytespider", "cohere-ai", "Google-Extended", "Meta-ExternalAgent"];
export const blocked = (ua: string) => AI_BOTS.some((b) => ua.includes(b));
