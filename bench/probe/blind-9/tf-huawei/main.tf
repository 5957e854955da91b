terraform { required_providers { huaweicloud = { source = "huaweicloud/huaweicloud" } } }
resource "huaweicloud_compute_instance" "x" { name = "x" }
