terraform {
  required_providers {
    hwc = {
      source  = "huaweicloud/huaweicloud"
      version = ">= 1.60.0"
    }
  }
}

provider "hwc" {
  region = "ap-southeast-3"
}
