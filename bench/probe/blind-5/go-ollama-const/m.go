package m

const defaultModel = "deepseek-coder-v2:16b"
