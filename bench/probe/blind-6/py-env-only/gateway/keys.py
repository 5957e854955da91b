import os

KEYS = {
    "primary": os.getenv("MOONSHOT_API_KEY"),
}


def key() -> str:
    value = KEYS["primary"]
    if not value:
        raise RuntimeError("no key for the model")
    return value
