import boto3
ARN = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0"
boto3.Session().client(service_name="bedrock-runtime").invoke_model(modelId=ARN, body=b)
