package llm

const (
	apiHost    = "api.anthropic.com"
	apiVersion = "2023-06-01"
)
