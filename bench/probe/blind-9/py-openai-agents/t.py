from agents import Agent, Runner
a = Agent(name="x", instructions="y", model="gpt-4.1")
Runner.run_sync(a, "hi")
