import requests
host = ".".join(["api", "moonshot", "cn"])
requests.post("https://" + host + "/v1/chat/completions", json={"messages": []})
