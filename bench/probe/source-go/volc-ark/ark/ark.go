package ark

import "github.com/volcengine/volcengine-go-sdk/service/arkruntime"

func New(key string) *arkruntime.Client { return arkruntime.NewClientWithApiKey(key) }
