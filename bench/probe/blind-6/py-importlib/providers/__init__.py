import importlib

_PROVIDERS = {"wenxin": ("qianfan", "ChatCompletion")}


def provider(name: str):
    module, attribute = _PROVIDERS[name]
    return getattr(importlib.import_module(module), attribute)()
