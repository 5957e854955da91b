import requests
requests.post(f"https://{acct}.snowflakecomputing.com/api/v2/cortex/inference:complete", json={"model": "claude-4-sonnet"})
