package api

import "github.com/bytedance/sonic"

func Encode(v any) ([]byte, error) { return sonic.Marshal(v) }
