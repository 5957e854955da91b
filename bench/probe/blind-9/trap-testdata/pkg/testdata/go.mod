module y

require github.com/sashabaranov/go-openai v1.0.0
