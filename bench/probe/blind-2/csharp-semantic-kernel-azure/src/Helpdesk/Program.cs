using Microsoft.SemanticKernel;

var builder = WebApplication.CreateBuilder(args);
var cfg = builder.Configuration;
builder.Services.AddKernel().AddAzureOpenAIChatCompletion(cfg["Llm:Deployment"]!, cfg["Llm:Endpoint"]!, cfg["Llm:Key"]!);
var app = builder.Build();
app.MapPost("/ask", async (Kernel kernel, string q) => (await kernel.InvokePromptAsync(q)).ToString());
app.Run();
