#!/usr/bin/env bash
set -e
curl -fsSL https://claude.ai/install.sh | bash
