#!/usr/bin/env bash
set -euo pipefail
curl -sS https://api.openai.com/v1/chat/completions \
  -H "Authorization: Bearer ${OPENAI_API_KEY}" -H 'Content-Type: application/json' \
  -d "$(jq -n --arg t "$(cat)" '{model:"gpt-4o-mini",messages:[{role:"user",content:$t}]}')" | jq -r '.choices[0].message.content'
