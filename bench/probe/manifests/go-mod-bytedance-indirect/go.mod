module example.com/acme/web

go 1.21

require github.com/gin-gonic/gin v1.9.1

require (
	github.com/bytedance/sonic v1.9.1 // indirect
	golang.org/x/net v0.17.0 // indirect
)
