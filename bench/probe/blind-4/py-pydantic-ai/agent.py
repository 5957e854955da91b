from pydantic_ai import Agent

agent = Agent("xai:grok-4", system_prompt="Be concise.")
