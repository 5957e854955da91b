module a
go 1.22
require github.com/cohere-ai/cohere-go/v2 v2.12.4
