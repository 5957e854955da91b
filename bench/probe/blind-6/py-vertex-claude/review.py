from anthropic import AnthropicVertex

client = AnthropicVertex(region="us-east5", project_id="acme-prod-381")
message = client.messages.create(model="claude-opus-4-1@20250805", max_tokens=1024, messages=[{"role": "user", "content": "Hello"}])
print(message.content[0].text)
