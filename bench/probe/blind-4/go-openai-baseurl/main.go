package main

import openai "github.com/sashabaranov/go-openai"

func newClient(key string) *openai.Client {
	cfg := openai.DefaultConfig(key)
	cfg.BaseURL = "https://open.bigmodel.cn/api/paas/v4"
	return openai.NewClientWithConfig(cfg)
}
