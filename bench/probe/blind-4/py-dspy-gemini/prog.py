import dspy

dspy.settings.configure(lm=dspy.LM(model="gemini/gemini-2.0-flash"))
