sdk = __import__("anthropic")
c = sdk.Anthropic(api_key=KEY)
