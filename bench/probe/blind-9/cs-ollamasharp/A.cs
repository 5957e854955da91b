using OllamaSharp;
var o = new OllamaApiClient("http://localhost:11434", "deepseek-r1:8b");
