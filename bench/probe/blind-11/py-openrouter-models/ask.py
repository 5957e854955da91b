import os, json, urllib.request

body = json.dumps({"model": "minimax/minimax-m2", "messages": [{"role": "user", "content": "hello"}]}).encode()
req = urllib.request.Request("https://openrouter.ai/api/v1/chat/completions", body, {"Authorization": "Bearer " + os.environ["OPENROUTER_API_KEY"], "Content-Type": "application/json"})
print(urllib.request.urlopen(req).read().decode())
