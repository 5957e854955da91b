CREATE EXTERNAL MODEL llm_claude
FUNCTION llm_claude_func
IAM_ROLE DEFAULT
MODEL_TYPE BEDROCK
SETTINGS (MODEL_ID 'anthropic.claude-v2:1', PROMPT 'Summarize the following text:');
