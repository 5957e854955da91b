package gem

import (
	"context"

	"google.golang.org/genai"
)

func New(ctx context.Context) (*genai.Client, error) {
	return genai.NewClient(ctx, &genai.ClientConfig{Backend: genai.BackendGeminiAPI})
}
