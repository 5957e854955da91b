fetch("https://anthropic.helicone.ai/v1/messages", { method: "POST" });
