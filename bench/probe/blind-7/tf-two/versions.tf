terraform {
  required_version = ">= 1.8"
  required_providers {
    aws         = { source = "hashicorp/aws", version = "~> 5.70" }
    huaweicloud = { source = "huaweicloud/huaweicloud", version = ">= 1.68.0" }
  }
}
