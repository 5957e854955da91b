using Microsoft.SemanticKernel;

public static class Bot
{
    public static Kernel Build(IConfiguration config) =>
        Kernel.CreateBuilder()
            .AddAzureOpenAIChatCompletion("gpt-4o", config["Azure:Endpoint"]!, config["Azure:Key"]!)
            .Build();
}
