model_name = "mistral-large-latest"
api_base   = "https://api.mistral.ai/v1"
