#!/bin/bash
exec llama-server -hf unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF:Q4_K_M --host 0.0.0.0 --port 8080 -c 16384 -ngl 99
