from typing import Literal

KNOWN_COMPANIES = Literal["Microsoft", "Google", "Apple", "OpenAI", "Anthropic", "Huawei", "Tencent", "Baidu"]


def companies_in(text: str, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name in text]
