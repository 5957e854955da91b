package main

import "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ecs/v2"

var _ = v2.EcsClientBuilder
