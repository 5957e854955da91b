#!/usr/bin/env bash
set -euo pipefail
range="$(git describe --tags --abbrev=0)..HEAD"
git log --oneline "$range" | claude -p "Write release notes for these commits" --output-format text > NOTES.md
