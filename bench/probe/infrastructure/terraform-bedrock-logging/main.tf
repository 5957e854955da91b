resource "aws_bedrock_model_invocation_logging_configuration" "this" {
  logging_config {
    embedding_data_delivery_enabled = true
    s3_config { bucket_name = aws_s3_bucket.logs.id }
  }
}
