data "aws_iam_policy_document" "scp" {
  statement {
    effect    = "Deny"
    actions   = ["bedrock:*"]
    resources = ["arn:aws:bedrock:*::foundation-model/deepseek.*"]
  }
}
