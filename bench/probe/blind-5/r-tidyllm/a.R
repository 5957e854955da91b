library(tidyllm)
llm_message("hi") |> chat(gemini(.model = "gemini-2.0-flash"))
