huggingface-cli download xai-org/grok-1 --repo-type model
