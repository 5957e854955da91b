#!/bin/sh
ollama serve &
sleep 5
ollama pull glm4:9b
ollama pull qwen2.5-coder:7b
wait
