resource "volcengine_vpc" "v" { vpc_name = "a" }
