module example.com/x

go 1.22

require (
	github.com/yankeguo/zhipu v0.1.2
)
