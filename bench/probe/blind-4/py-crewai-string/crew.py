from crewai import LLM, Agent

llm = LLM(model="moonshot/kimi-k2-0711-preview", temperature=0.3)
writer = Agent(role="Writer", goal="write", backstory="", llm=llm)
