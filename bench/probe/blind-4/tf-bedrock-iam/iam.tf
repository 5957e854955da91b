data "aws_iam_policy_document" "llm" {
  statement {
    actions   = ["bedrock:InvokeModel*"]
    resources = ["arn:aws:bedrock:*::foundation-model/anthropic.*"]
  }
}
