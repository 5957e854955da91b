package main

import openai "github.com/sashabaranov/go-openai"

func client(k string) *openai.Client {
	cfg := openai.DefaultConfig(k)
	cfg.BaseURL = "https://api.deepseek.com/v1"
	return openai.NewClientWithConfig(cfg)
}
