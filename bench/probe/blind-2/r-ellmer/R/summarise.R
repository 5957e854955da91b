summarise_text <- function(x) {
  chat <- ellmer::chat_openai(model = "gpt-4o-mini")
  chat$chat(x)
}
