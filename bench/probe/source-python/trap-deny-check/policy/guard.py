BLOCKED_MODEL_PREFIXES = ("deepseek", "qwen", "glm-", "kimi", "doubao")
BLOCKED_HOSTS = {"api.deepseek.com", "api.moonshot.cn", "open.bigmodel.cn", "dashscope.aliyuncs.com"}


def refuse(model, host):
    if model.startswith(BLOCKED_MODEL_PREFIXES) or host in BLOCKED_HOSTS:
        raise PermissionError("this model is not allowed")
