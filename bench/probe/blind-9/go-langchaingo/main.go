package main

import "github.com/tmc/langchaingo/llms/mistral"

func m() { mistral.New(mistral.WithModel("open-mistral-7b")) }
