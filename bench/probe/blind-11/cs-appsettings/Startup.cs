public sealed record AssistantOptions(string Endpoint, string Model, int MaxTokens);
public static class Startup
{
    public static void Add(IServiceCollection s, IConfiguration c) => s.Configure<AssistantOptions>(c.GetSection("Assistant"));
}
