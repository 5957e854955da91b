resource "aws_bedrock_inference_profile" "p" {
  name = "p"
  model_source { copy_from = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0" }
}
