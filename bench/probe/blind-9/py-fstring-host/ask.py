import requests
DOMAIN = "bigmodel.cn"
def call(p):
    return requests.post(f"https://open.{DOMAIN}/api/paas/v4/chat/completions", json=p)
