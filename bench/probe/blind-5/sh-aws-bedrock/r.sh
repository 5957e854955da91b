#!/bin/sh
aws bedrock-runtime invoke-model --model-id meta.llama3-8b-instruct-v1:0 --body fileb://b.json out.json
