BOTS = ("GPTBot", "ClaudeBot", "Google-Extended", "Bytespider", "Baiduspider", "YisouSpider")
def is_bot(ua): return any(b in ua for b in BOTS)
