package sms

import (
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"
)

func Client(c *common.Credential) (*sms.Client, error) { return sms.NewClient(c, "ap-guangzhou", nil) }
