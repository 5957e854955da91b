resource "azurerm_cognitive_account" "hub" {
  name                = "acme-hub"
  location            = "swedencentral"
  resource_group_name = "rg"
  kind                = "AIServices"
  sku_name            = "S0"
}

resource "azurerm_cognitive_deployment" "r1" {
  name                 = "reasoning"
  cognitive_account_id = azurerm_cognitive_account.hub.id
  model {
    format  = "DeepSeek"
    name    = "DeepSeek-R1"
    version = "1"
  }
  sku { name = "GlobalStandard" }
}
