package main

import (
	"context"

	"github.com/firebase/genkit/go/genkit"
	"github.com/firebase/genkit/go/plugins/googlegenai"
)

func main() {
	g := genkit.Init(context.Background(), genkit.WithPlugins(&googlegenai.GoogleAI{}))
	_ = g
}
