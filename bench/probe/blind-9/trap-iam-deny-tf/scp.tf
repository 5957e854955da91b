data "aws_iam_policy_document" "no_ai" {
  statement {
    effect    = "Deny"
    actions   = ["bedrock:InvokeModel", "sagemaker:*"]
    resources = ["*"]
  }
}
