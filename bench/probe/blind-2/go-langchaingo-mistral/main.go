package main

import (
	"context"
	"fmt"

	"github.com/tmc/langchaingo/llms"
	"github.com/tmc/langchaingo/llms/mistral"
)

func main() {
	llm, err := mistral.New(mistral.WithModel("open-mistral-7b"))
	if err != nil {
		panic(err)
	}
	out, _ := llms.GenerateFromSinglePrompt(context.Background(), llm, "hello")
	fmt.Println(out)
}
