import anthropic

client = anthropic.Anthropic(base_url="https://api.minimax.io/anthropic")
client.messages.create(model="MiniMax-M2", max_tokens=10, messages=[])
