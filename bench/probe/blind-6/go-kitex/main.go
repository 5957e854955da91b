package main

import (
	"log"

	"github.com/cloudwego/kitex/server"
	"github.com/bytedance/sonic"
	api "example.com/orders/kitex_gen/orders/orderservice"
)

func main() {
	s := api.NewServer(new(handler), server.WithServiceAddr(addr()))
	if err := s.Run(); err != nil {
		b, _ := sonic.Marshal(err)
		log.Fatal(string(b))
	}
}
