import dspy

dspy.configure(lm=dspy.LM("anthropic/claude-3-5-sonnet-20240620", max_tokens=2000))
triage = dspy.ChainOfThought("ticket -> team")
