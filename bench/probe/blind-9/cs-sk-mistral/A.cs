using Microsoft.SemanticKernel;
var b = Kernel.CreateBuilder();
b.AddMistralChatCompletion("mistral-large-latest", key);
