library(ellmer)
chat <- chat_anthropic(model = "claude-3-7-sonnet-latest")
