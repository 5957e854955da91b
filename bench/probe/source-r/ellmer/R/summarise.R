library(ellmer)

chat <- chat_anthropic(system_prompt = "Be terse.", model = "claude-3-5-sonnet-latest")
summarise_note <- function(text) chat$chat(text)
