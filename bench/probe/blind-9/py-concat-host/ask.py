import requests
SCHEME = "https://"
HOST = "api." + "deepseek" + ".com"
URL = SCHEME + HOST + "/chat/completions"
requests.post(URL, json={"messages": []}, timeout=30)
