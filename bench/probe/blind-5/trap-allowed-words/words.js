export default ["claim", "claude", "cloud", "gemini", "gemma", "grok", "kimi", "llama", "mistral", "nova", "qwen"];
