using OllamaSharp;

var ollama = new OllamaApiClient(new Uri("http://localhost:11434"));
ollama.SelectedModel = "qwen2.5-coder:14b";
var chat = new Chat(ollama);
await foreach (var token in chat.SendAsync("Write a haiku")) Console.Write(token);
