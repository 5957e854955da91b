BASE = "https://api.baichuan-ai.com"
class C:
    url = BASE + "/v1/chat/completions"
