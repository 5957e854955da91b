#!/bin/sh
ollama pull gemma3:4b && ollama run gemma3:4b "hi"
