import importlib


def chat_backend():
    module = importlib.import_module("openai")
    return module.OpenAI(timeout=20)
