#!/bin/sh
exec ./build/bin/llama-server -m models/Meta-Llama-3-8B-Instruct-Q4_K_M.gguf --port 8081
