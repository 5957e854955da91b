using Microsoft.Extensions.AI;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddChatClient(_ =>
    new OpenAI.Chat.ChatClient("gpt-4.1-mini", Environment.GetEnvironmentVariable("LLM_KEY")).AsIChatClient())
    .UseFunctionInvocation();
await builder.Build().RunAsync();
