resource "azurerm_storage_account" "s" { name = "openaidata" }
