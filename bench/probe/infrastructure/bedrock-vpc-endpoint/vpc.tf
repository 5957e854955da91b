resource "aws_vpc_endpoint" "bedrock" {
  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.eu-central-1.bedrock-runtime"
  vpc_endpoint_type = "Interface"
}
