cat log.txt | llm -m claude-3.5-haiku "explain"
