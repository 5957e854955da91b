library(tidyllm)
library(dplyr)

labels <- read.csv("tickets.csv") |>
  mutate(answer = purrr::map_chr(text, \(x) llm_message(x) |> chat(claude(.model = "claude-3-5-sonnet-20241022")) |> get_reply()))
