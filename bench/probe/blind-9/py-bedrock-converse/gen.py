import boto3
brt = boto3.client("bedrock-runtime", region_name="us-west-2")
brt.converse(modelId="us.meta.llama3-3-70b-instruct-v1:0", messages=m)
