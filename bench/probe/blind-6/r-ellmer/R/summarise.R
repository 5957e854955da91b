library(ellmer)

summarise_notes <- function(notes) {
  chat <- chat_anthropic(system_prompt = "You are terse.", model = "claude-sonnet-4-20250514")
  chat$chat(paste(notes, collapse = "\n"))
}
