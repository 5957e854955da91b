resource "aws_bedrockagent_agent" "a" {
  agent_name       = "a"
  foundation_model = "anthropic.claude-3-5-haiku-20241022-v1:0"
}
