package assistant

import (
	"context"

	"github.com/firebase/genkit/go/genkit"
	"github.com/firebase/genkit/go/plugins/anthropic"
)

func Init(ctx context.Context) *genkit.Genkit {
	return genkit.Init(ctx, genkit.WithPlugins(&anthropic.Anthropic{}), genkit.WithDefaultModel("anthropic/claude-3-7-sonnet-20250219"))
}
