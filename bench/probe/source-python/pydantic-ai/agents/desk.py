from pydantic_ai import Agent

agent = Agent("google-gla:gemini-1.5-flash", system_prompt="Be concise.")
