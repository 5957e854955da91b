using Microsoft.SemanticKernel;

var kernel = Kernel.CreateBuilder()
    .AddAzureOpenAIChatCompletion("chat-prod", Config["AzureOpenAI:Endpoint"]!, new Azure.Identity.DefaultAzureCredential())
    .Build();
