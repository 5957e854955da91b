PROVIDERS = {"default": {"base_url": "https://api.minimax.chat/v1", "key_env": "MINIMAX_API_KEY"}}
