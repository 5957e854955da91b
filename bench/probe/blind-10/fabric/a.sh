cat notes.md | fabric --model claude-3-5-sonnet-latest -p summarize
