CONTEXT_WINDOW = {"gpt-4": 8192, "gpt-4-32k": 32768, "claude-2": 100000, "gemini-pro": 32760, "qwen-max": 8000, "yi-34b": 4096}
