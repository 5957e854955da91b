terraform {
  required_providers {
    openai = { source = "mkdev-me/openai", version = "~> 1.0" }
  }
}

resource "openai_project" "desk" { name = "desk" }
