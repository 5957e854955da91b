import dspy

lm = dspy.LM("gemini/gemini-1.5-flash", temperature=0.2)
dspy.configure(lm=lm)
qa = dspy.ChainOfThought("question -> answer")
print(qa(question="why?").answer)
