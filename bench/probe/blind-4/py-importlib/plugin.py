import importlib

BACKENDS = {"fr": "mistralai"}


def load(name):
    mod = importlib.import_module(BACKENDS[name])
    return mod.Mistral(api_key="x")
