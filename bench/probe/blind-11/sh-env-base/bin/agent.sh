#!/usr/bin/env bash
set -euo pipefail
export ANTHROPIC_BASE_URL="https://api.deepseek.com/anthropic"
export ANTHROPIC_AUTH_TOKEN="$(pass show team/agent)"
export ANTHROPIC_MODEL=deepseek-chat
exec claude "$@"
