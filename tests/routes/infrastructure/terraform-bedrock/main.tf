resource "aws_bedrockagent_agent" "a" {
  agent_name       = "helper"
  foundation_model = "anthropic.claude-3-5-sonnet-20241022-v2:0"
}
