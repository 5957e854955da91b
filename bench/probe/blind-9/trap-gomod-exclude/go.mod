module x

go 1.22

exclude github.com/sashabaranov/go-openai v1.9.0
