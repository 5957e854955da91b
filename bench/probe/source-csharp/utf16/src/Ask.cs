using System.Net.Http;

class Ask
{
    static readonly HttpClient Http = new HttpClient { BaseAddress = new System.Uri("https://api.anthropic.com/v1/") };
}
