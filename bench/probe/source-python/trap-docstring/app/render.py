def render(text):
    """Render a chat answer.

    Works with answers of OpenAI, Anthropic (claude-3-opus-20240229) and Google Gemini alike, e.g.
    ``https://api.openai.com/v1/chat/completions``. No request is made here.
    """
    return text.strip()
