provider "baiducloud" { region = "bj" }
resource "baiducloud_instance" "x" {}
