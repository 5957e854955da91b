FAKE = "https://api.openai.com/v1"
