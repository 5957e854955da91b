import dspy
dspy.configure(lm=dspy.LM("openai/gpt-4o-mini"))
