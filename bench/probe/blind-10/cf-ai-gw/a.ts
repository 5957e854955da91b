const u = "https://gateway.ai.cloudflare.com/v1/acc/gw/openai/chat/completions";
fetch(u);
