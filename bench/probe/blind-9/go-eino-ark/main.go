package main

import "github.com/cloudwego/eino-ext/components/model/ark"

func m() { ark.NewChatModel(nil, &ark.ChatModelConfig{Model: "doubao-seed-1-6"}) }
