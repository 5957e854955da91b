package main

import (
	"context"

	"github.com/anthropics/anthropic-sdk-go"
)

func main() {
	c := anthropic.NewClient()
	c.Messages.New(context.TODO(), anthropic.MessageNewParams{Model: anthropic.ModelClaude3_7SonnetLatest})
}
