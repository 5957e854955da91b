package llm

const (
	scheme      = "https://"
	hostPrimary = "open.bigmodel.cn"
	pathChat    = "/api/paas/v4/chat/completions"
)
