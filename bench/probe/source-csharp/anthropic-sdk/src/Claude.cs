using Anthropic.SDK;
using Anthropic.SDK.Constants;
using Anthropic.SDK.Messaging;

var client = new AnthropicClient();
var parameters = new MessageParameters { Model = AnthropicModels.Claude35Sonnet, MaxTokens = 1024, Messages = new() };
var res = await client.Messages.GetClaudeMessageAsync(parameters);
