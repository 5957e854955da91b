package store

import "github.com/huaweicloud/huaweicloud-sdk-go-obs/obs"

func Open(ak, sk string) (*obs.ObsClient, error) {
	return obs.New(ak, sk, "https://obs.cn-north-4.myhuaweicloud.com")
}
