from vllm import LLM, SamplingParams

llm = LLM(model="XiaomiMiMo/MiMo-7B-RL", trust_remote_code=True, num_speculative_tokens=1)
print(llm.generate(["Prove that the square root of 2 is irrational."], SamplingParams(temperature=0.6)))
