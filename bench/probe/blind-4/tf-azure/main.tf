resource "azurerm_cognitive_account" "ai" {
  name = "acme"
  kind = "OpenAI"
  sku_name = "S0"
  location = "swedencentral"
  resource_group_name = "rg"
}
