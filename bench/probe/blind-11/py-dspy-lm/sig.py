import dspy

lm = dspy.LM("xai/grok-4", api_key="x", max_tokens=16000, temperature=1.0)
dspy.configure(lm=lm)
qa = dspy.ChainOfThought("question -> answer")
