from step import Step2
step = Step2("step-1")
