resource "aws_lambda_function" "f" { function_name = "bedrock-of-our-platform" }
