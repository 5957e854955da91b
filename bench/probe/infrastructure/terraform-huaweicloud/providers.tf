terraform {
  required_providers {
    huaweicloud = {
      source  = "huaweicloud/huaweicloud"
      version = ">= 1.60.0"
    }
  }
}

resource "huaweicloud_obs_bucket" "b" { bucket = "releases" }
