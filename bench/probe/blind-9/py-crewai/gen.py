from crewai import Agent, LLM
llm = LLM(model="mistral/mistral-medium-latest", temperature=0.2)
