package main

import "github.com/aws/aws-sdk-go-v2/service/bedrockruntime"

func m(cfg aws.Config) { _ = bedrockruntime.NewFromConfig(cfg) }
