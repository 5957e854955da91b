from anthropic import AnthropicFoundry
c = AnthropicFoundry(resource="acme")
