from anthropic import AnthropicVertex
client = AnthropicVertex(region="us-east5", project_id="acme-ml")
client.messages.create(model="claude-sonnet-4@20250514", max_tokens=5, messages=m)
