AI_REFERRERS = {"chatgpt.com", "chat.openai.com", "claude.ai", "gemini.google.com", "copilot.microsoft.com", "chat.deepseek.com"}


def kind(referrer_host):
    return "ai" if referrer_host in AI_REFERRERS else "web"
