FORBIDDEN_PACKAGES = {"openai", "anthropic", "dashscope"}
def check(names): return FORBIDDEN_PACKAGES & set(names)
