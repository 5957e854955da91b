import litellm
litellm.completion(model="anthropic/claude-opus-4-1", messages=m)
