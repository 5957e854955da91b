locals {
  family = "anthropic"
  model  = "${local.family}.claude-3-haiku-20240307-v1:0"
}

resource "aws_bedrockagent_agent" "desk" {
  agent_name              = "desk"
  agent_resource_role_arn = aws_iam_role.agent.arn
  foundation_model        = local.model
  instruction             = "Answer politely and only from the knowledge base, in the language of the question."
}
