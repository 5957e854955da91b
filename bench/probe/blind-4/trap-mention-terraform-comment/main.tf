# Do not enable bedrock:InvokeModel here; see ADR 12 about OpenAI.
resource "aws_s3_bucket" "a" { bucket = "a" }
