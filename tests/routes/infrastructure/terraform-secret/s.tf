resource "aws_secretsmanager_secret" "k" {
  name = "prod/openai-api-key"
}
variable "anthropic_api_key" { type = string }
