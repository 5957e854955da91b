module example.com/acme/bot

go 1.22

require (
	github.com/gin-gonic/gin v1.10.0
	github.com/openai/openai-go v0.1.0-alpha.62
)
