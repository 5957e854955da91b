resource "azurerm_cognitive_deployment" "d" {
  name                 = "chat"
  cognitive_account_id = azurerm_cognitive_account.a.id
  model { 
    format  = "OpenAI"
    name    = "gpt-4o"
    version = "2024-08-06"
  }
}
