import json, os, urllib.request
req = urllib.request.Request("https://api.openai.com/v1/responses", method="POST",
    data=json.dumps({"model": "gpt-4.1-mini", "input": open("CHANGES").read()}).encode(),
    headers={"Authorization": "Bearer " + os.environ["OPENAI_API_KEY"], "Content-Type": "application/json"})
print(json.load(urllib.request.urlopen(req))["output"][0]["content"][0]["text"])
