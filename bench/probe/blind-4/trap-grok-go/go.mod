module a
go 1.22
require (
	github.com/elastic/go-grok v0.3.1
	github.com/trivago/grok v1.0.0
)
