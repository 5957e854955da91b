package llm

import (
	"context"

	"github.com/anthropics/anthropic-sdk-go"
)

func Ask(ctx context.Context, text string) (*anthropic.Message, error) {
	client := anthropic.NewClient()
	return client.Messages.New(ctx, anthropic.MessageNewParams{
		Model:     anthropic.ModelClaude3_7SonnetLatest,
		MaxTokens: 1024,
		Messages:  []anthropic.MessageParam{anthropic.NewUserMessage(anthropic.NewTextBlock(text))},
	})
}
