resource "tencentcloud_instance" "x" { availability_zone = "ap-guangzhou-3" }
