from litellm import completion
completion(model="moonshot/kimi-k2-0905-preview", messages=m)
