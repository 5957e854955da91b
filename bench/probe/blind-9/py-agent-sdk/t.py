from claude_agent_sdk import query, ClaudeAgentOptions
async for msg in query(prompt="hi", options=ClaudeAgentOptions(max_turns=1)):
    print(msg)
