using OllamaSharp;
var o = new OllamaApiClient("http://localhost:11434", "qwen3:8b");
