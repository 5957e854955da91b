package main

import cohereclient "github.com/cohere-ai/cohere-go/v2/client"

func main() { _ = cohereclient.NewClient() }
