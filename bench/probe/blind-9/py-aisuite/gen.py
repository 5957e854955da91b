import aisuite as ai
ai.Client().chat.completions.create(model="xai:grok-2-latest", messages=m)
