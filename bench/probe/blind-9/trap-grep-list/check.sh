for w in openai anthropic deepseek; do grep -rn "$w" src && exit 1; done
