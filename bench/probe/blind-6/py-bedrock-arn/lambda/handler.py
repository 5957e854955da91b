import json
import boto3

runtime = boto3.client("bedrock-runtime", region_name="us-gov-west-1")
PROFILE = "us-gov.anthropic.claude-3-5-sonnet-20240620-v1:0"


def handler(event, context):
    response = runtime.converse(
        modelId=PROFILE,
        messages=[{"role": "user", "content": [{"text": event["body"]}]}],
        inferenceConfig={"maxTokens": 512},
    )
    return {"statusCode": 200, "body": json.dumps(response["output"]["message"])}
