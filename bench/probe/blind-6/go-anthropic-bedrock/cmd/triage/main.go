package main

import (
	"context"

	"github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/bedrock"
)

func newClient(ctx context.Context) anthropic.Client {
	return anthropic.NewClient(bedrock.WithLoadDefaultConfig(ctx))
}
