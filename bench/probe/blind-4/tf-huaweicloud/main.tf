terraform { required_providers { huaweicloud = { source = "huaweicloud/huaweicloud", version = "1.65.0" } } }
resource "huaweicloud_compute_instance" "a" { name = "a" }
