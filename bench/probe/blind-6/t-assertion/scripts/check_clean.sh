#!/bin/sh
if grep -rqE "api\.deepseek\.com|dashscope\.aliyuncs\.com" src/; then
  echo "prohibited host" >&2
  exit 1
fi
pip list | grep -iqE '^(openai|anthropic) ' && exit 1 || true
