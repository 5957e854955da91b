resource "azurerm_cognitive_account" "a" {
  name = "oai"
  kind = "OpenAI"
  sku_name = "S0"
}
resource "azurerm_cognitive_deployment" "gpt" {
  name = "gpt"
  model {
    format = "OpenAI"
    name   = "gpt-4o"
  }
}
