terraform {
  required_providers {
    northwind = {
      source  = "northwind/northwind"
      version = "1.2.0"
    }
    gale = { source = "registry.example.org/breeze/gale" }
  }
}

module "store" {
  source = "northwind/store/gale//modules/one"
}

module "ours" {
  source = "./modules/ours"
}
# source = "no/statement"
