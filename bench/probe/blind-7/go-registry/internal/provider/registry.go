package provider

import "os"

var registry = map[string]spec{
	"a": {host: "api.deepseek.com", path: "/chat/completions", model: "deepseek-chat"},
	"b": {host: "generativelanguage.googleapis.com", path: "/v1beta/openai/chat/completions", model: "gemini-2.5-flash"},
}

func FromEnv() spec { return registry[os.Getenv("PROVIDER")] }
