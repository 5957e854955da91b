provider "registry.example.org/northwind/northwind" {
  version = "1.2.0"
  hashes  = ["h1:abc="]
}
