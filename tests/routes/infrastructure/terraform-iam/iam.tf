data "aws_iam_policy_document" "llm" {
  statement {
    actions   = ["bedrock:InvokeModel"]
    resources = ["arn:aws:bedrock:${var.region}::foundation-model/meta.llama3-70b-instruct-v1:0"]
  }
}
