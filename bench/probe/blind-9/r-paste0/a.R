base <- paste0("https://api.", "cohere", ".ai")
httr::POST(paste0(base, "/v1/embed"), body = b)
