from haystack_integrations.components.generators.anthropic import AnthropicChatGenerator
g = AnthropicChatGenerator()
