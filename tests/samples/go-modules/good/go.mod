module github.com/harbour/pilot

go 1.22

require (
	github.com/northwind/sdk-go/v2 v2.3.1
	github.com/Borealis/core v1.0.0 // indirect
)

require golang.org/x/net v0.20.0

replace github.com/northwind/sdk-go/v2 => github.com/harbour/sdk-go/v2 v2.3.2

replace (
	github.com/local/thing => ./thing
)

exclude github.com/northwind/old v0.1.0

tool golang.org/x/tools/cmd/stringer
