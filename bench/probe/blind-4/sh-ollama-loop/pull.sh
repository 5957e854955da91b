#!/bin/sh
for m in deepseek-r1:14b qwen2.5-coder:7b nomic-embed-text; do
  ollama pull "$m"
done
