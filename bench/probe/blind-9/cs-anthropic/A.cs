using Anthropic.SDK;
using Anthropic.SDK.Constants;
var c = new AnthropicClient();
var m = AnthropicModels.Claude37Sonnet;
