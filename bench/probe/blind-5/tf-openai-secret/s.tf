resource "aws_secretsmanager_secret" "k" { name = "prod/openai_api_key" }
