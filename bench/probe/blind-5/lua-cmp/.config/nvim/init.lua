require("chatgpt").setup({ api_key_cmd = "pass show openai", openai_params = { model = "gpt-4o" } })
