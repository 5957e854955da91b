using System.Net.Http;
var http = new HttpClient { BaseAddress = new Uri("https://api.cohere.com/") };
await http.PostAsync("v2/chat", body);
