BANNED_PACKAGES = frozenset({"deepseek", "dashscope", "zhipuai", "qianfan"})
DENIED_HOSTS = ("api.deepseek.com", "open.bigmodel.cn")


def refuse(name: str) -> bool:
    return name.lower() in BANNED_PACKAGES
