import http.client, json
conn = http.client.HTTPSConnection("api.anthropic.com")
conn.request("POST", "/v1/messages", json.dumps(body), hdrs)
