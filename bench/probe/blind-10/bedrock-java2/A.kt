import aws.sdk.kotlin.services.bedrockruntime.BedrockRuntimeClient
val id = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"
