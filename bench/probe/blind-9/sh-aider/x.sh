aider --model deepseek/deepseek-chat --yes --message "fix the tests"
