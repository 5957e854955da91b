from guidance import models
lm = models.OpenAI("gpt-4o")
