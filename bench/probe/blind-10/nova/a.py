import boto3
b = boto3.client("bedrock-agent-runtime")
b.retrieve_and_generate(input={"text": q})
