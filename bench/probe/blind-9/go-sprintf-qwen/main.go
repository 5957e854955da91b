package main

import ("fmt"; "net/http")

func u(r string) string { return fmt.Sprintf("https://%s.aliyuncs.com/api/v1/services/aigc/text-generation/generation", "dashscope") }
func go1() { http.Post(u(""), "application/json", nil) }
