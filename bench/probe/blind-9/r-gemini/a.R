library(gemini.R)
gemini("Explain")
