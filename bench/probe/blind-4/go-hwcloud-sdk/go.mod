module example.com/infra

go 1.22

require (
	github.com/huaweicloud/huaweicloud-sdk-go-v3 v0.1.90
	golang.org/x/sync v0.7.0
)
