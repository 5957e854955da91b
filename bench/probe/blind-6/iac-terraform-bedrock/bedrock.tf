data "aws_bedrock_foundation_model" "chat" {
  model_id = "anthropic.claude-3-haiku-20240307-v1:0"
}

resource "aws_bedrockagent_agent" "desk" {
  agent_name              = "desk"
  agent_resource_role_arn = aws_iam_role.desk.arn
  foundation_model        = data.aws_bedrock_foundation_model.chat.model_id
  instruction             = "Answer questions about leave."
}
