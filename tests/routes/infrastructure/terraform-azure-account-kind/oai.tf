resource "azurerm_cognitive_account" "a" {
  name = "speech"
  kind = "OpenAI"
}
