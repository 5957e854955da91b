provider "tencentcloud" {
  region = "ap-singapore"
}

resource "tencentcloud_cos_bucket" "b" { bucket = "assets-1250000000" }
