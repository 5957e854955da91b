library(ollamar)
pull("deepseek-r1:7b")
generate("deepseek-r1:7b", "tell me a joke", output = "text")
