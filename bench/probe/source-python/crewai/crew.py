from crewai import LLM, Agent

writer = Agent(role="writer", goal="write", backstory="writes", llm=LLM(model="openai/gpt-4.1-mini", temperature=0.2))
