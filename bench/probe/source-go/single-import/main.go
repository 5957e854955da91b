package main

import . "github.com/openai/openai-go"

func main() { _ = NewClient() }
