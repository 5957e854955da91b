provider "registry.terraform.io/volcengine/volcengine" {
  version = "0.0.150"
  hashes = ["h1:abc="]
}
