from importlib import import_module

BACKENDS = {
    "primary": ("langchain_" + "anthropic", "ChatAnthropic"),
    "none": ("pkg.null", "NullChat"),
}


def load(name):
    module, cls = BACKENDS[name]
    return getattr(import_module(module), cls)
