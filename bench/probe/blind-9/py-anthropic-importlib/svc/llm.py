import importlib

def client():
    mod = importlib.import_module("anthropic")
    return mod.AsyncAnthropic()
