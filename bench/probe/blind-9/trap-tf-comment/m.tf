# provider "tencentcloud" {}
/*
resource "huaweicloud_vpc" "x" {}
*/
locals { a = 1 }
