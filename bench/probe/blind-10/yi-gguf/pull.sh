ollama pull yi:34b
