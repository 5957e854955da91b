from anthropic import AnthropicVertex

client = AnthropicVertex(region="us-east5", project_id="acme-prod")
message = client.messages.create(
    model="claude-sonnet-4@20250514", max_tokens=64, messages=[{"role": "user", "content": "Hey"}]
)
print(message.content)
