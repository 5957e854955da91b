package main

import (
	"context"
	"os"

	openai "github.com/sashabaranov/go-openai"
)

func main() {
	c := openai.NewClient(os.Getenv("OPENAI_API_KEY"))
	_, _ = c.CreateChatCompletion(context.Background(), openai.ChatCompletionRequest{Model: openai.GPT4o})
}
