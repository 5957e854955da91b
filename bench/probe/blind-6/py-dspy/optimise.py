import dspy

lm = dspy.LM("xai/grok-4-fast-reasoning", max_tokens=2000)
dspy.configure(lm=lm)


class Classify(dspy.Signature):
    """Sort a complaint."""

    text: str = dspy.InputField()
    label: str = dspy.OutputField()


classify = dspy.Predict(Classify)
