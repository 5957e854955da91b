"""Summarise a supply order. Claude answers, by way of Amazon Bedrock."""

import boto3

MODEL = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"


def summary(order: str) -> str:
    """Return two sentences about `order`."""
    bedrock = boto3.client("bedrock-runtime", region_name="us-gov-west-1")
    reply = bedrock.converse(modelId=MODEL, messages=[{"role": "user", "content": [{"text": order}]}])
    return str(reply["output"]["message"]["content"][0]["text"])
