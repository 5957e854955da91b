var http = new HttpClient { BaseAddress = new Uri("https://api.anthropic.com/") };
http.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
await http.PostAsJsonAsync("v1/messages", new { model = "claude-3-5-haiku-latest" });
