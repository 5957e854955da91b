huggingface-cli download deepseek-ai/DeepSeek-Coder-V2-Lite-Instruct --local-dir /models/m
