package main

import (
	"context"
	"fmt"
	"log"

	"google.golang.org/genai"
)

func main() {
	ctx := context.Background()
	client, err := genai.NewClient(ctx, &genai.ClientConfig{Backend: genai.BackendVertexAI, Project: "acme", Location: "us-central1"})
	if err != nil {
		log.Fatal(err)
	}
	out, err := client.Models.GenerateContent(ctx, "gemini-2.5-flash", genai.Text("Hello"), nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(out.Text())
}
