module example.com/infra

go 1.23

require (
	github.com/huaweicloud/huaweicloud-sdk-go-v3 v0.1.140
	github.com/spf13/cobra v1.8.1
)
