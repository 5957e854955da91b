public sealed class Assistant(IHttpClientFactory http, IConfiguration config)
{
    public Task<HttpResponseMessage> Ask(object body) =>
        http.CreateClient("assistant").PostAsJsonAsync($"/openai/deployments/{config["Assistant:Deployment"]}/chat/completions?api-version=2024-10-21", body);
}
