./llama-server -hf bartowski/Mistral-Nemo-Instruct-2407-GGUF:Q4_K_M --port 8080
