terraform {
  required_providers {
    volcengine = { source = "volcengine/volcengine", version = "0.0.150" }
  }
}
