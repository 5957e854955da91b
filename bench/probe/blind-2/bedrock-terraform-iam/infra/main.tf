terraform {
  required_providers { aws = { source = "hashicorp/aws", version = "~> 5.0" } }
}

data "aws_iam_policy_document" "invoke" {
  statement {
    actions   = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
    resources = ["arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0"]
  }
}

resource "aws_iam_policy" "invoke" {
  name   = "invoke"
  policy = data.aws_iam_policy_document.invoke.json
}
