data "aws_iam_policy_document" "deny" {
  statement {
    effect    = "Deny"
    actions   = ["bedrock:InvokeModel"]
    resources = ["arn:aws:bedrock:*::foundation-model/anthropic.claude-*"]
  }
}
