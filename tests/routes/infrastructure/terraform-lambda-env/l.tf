resource "aws_lambda_function" "f" {
  environment {
    variables = {
      MODEL_ID = "us.amazon.nova-pro-v1:0"
    }
  }
}
