#!/bin/sh
git diff | llm -m claude-3.7-sonnet -s "Write a message" > m.txt
