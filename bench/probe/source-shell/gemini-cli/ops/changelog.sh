#!/bin/sh
git log --oneline v1..HEAD | npx @google/gemini-cli -m gemini-2.5-flash -p "Write release notes"
