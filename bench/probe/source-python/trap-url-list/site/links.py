FURTHER_READING = [
    "https://www.anthropic.com/news/claude-3-family",
    "https://openai.com/blog/chatgpt",
    "https://www.huawei.com/en/sustainability",
    "https://mistral.ai/news/",
]
