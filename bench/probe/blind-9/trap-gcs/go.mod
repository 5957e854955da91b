module x

go 1.22

require cloud.google.com/go/storage v1.43.0
