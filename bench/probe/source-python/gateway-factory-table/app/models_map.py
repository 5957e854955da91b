MODELS = {
    "fast": ("openai", "gpt-4o-mini"),
    "deep": ("anthropic", "claude-opus-4-1-20250805"),
}


def pick(kind, clients):
    vendor, model = MODELS[kind]
    return clients[vendor].bind(model=model)
