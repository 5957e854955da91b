package llm

import (
	"github.com/openai/openai-go"
	"github.com/openai/openai-go/option"
)

func Qwen(key string) openai.Client {
	return openai.NewClient(option.WithAPIKey(key), option.WithBaseURL("https://dashscope.aliyuncs.com/compatible-mode/v1/"))
}
