import dspy
dspy.configure(lm=dspy.LM("ollama_chat/qwen2.5:7b", api_base="http://localhost:11434", api_key=""))
