#!/bin/sh
# refuse commits that bring these in
if git diff --cached | grep -Ei 'deepseek|moonshot|api\.openai\.com|huawei'; then
  echo "forbidden vendor" >&2
  exit 1
fi
