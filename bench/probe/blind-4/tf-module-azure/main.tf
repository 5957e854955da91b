module "aoai" {
  source  = "Azure/avm-res-cognitiveservices-account/azurerm"
  version = "0.7.0"
  kind    = "OpenAI"
  cognitive_deployments = { gpt = { name = "gpt-4o", model = { format = "OpenAI", name = "gpt-4o", version = "2024-08-06" } } }
}
