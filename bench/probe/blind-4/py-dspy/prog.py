import dspy

lm = dspy.LM("anthropic/claude-sonnet-4-20250514", max_tokens=2000)
dspy.configure(lm=lm)
qa = dspy.ChainOfThought("question -> answer")
