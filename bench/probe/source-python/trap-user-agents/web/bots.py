AI_CRAWLERS = [
    ("GPTBot", "https://openai.com/gptbot"),
    ("ClaudeBot", "https://www.anthropic.com"),
    ("Bytespider", "https://zhanzhang.toutiao.com/"),
    ("PetalBot", "https://webmaster.petalsearch.com/site/petalbot"),
    ("Google-Extended", ""),
    ("cohere-ai", ""),
]


def is_crawler(agent):
    return any(name.lower() in agent.lower() for name, _ in AI_CRAWLERS)
