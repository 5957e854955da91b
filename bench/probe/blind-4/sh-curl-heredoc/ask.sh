#!/usr/bin/env bash
set -euo pipefail
API_ROOT=${API_ROOT:-https://api.anthropic.com}
curl -sS "$API_ROOT/v1/messages" -H "x-api-key: $KEY" -H "anthropic-version: 2023-06-01" -d @- <<JSON
{"model": "claude-3-5-haiku-20241022", "max_tokens": 200, "messages": [{"role": "user", "content": "$1"}]}
JSON
