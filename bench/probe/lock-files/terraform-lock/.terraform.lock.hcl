provider "registry.terraform.io/huaweicloud/huaweicloud" {
  version     = "1.63.0"
  constraints = ">= 1.60.0"
  hashes      = ["h1:x="]
}
