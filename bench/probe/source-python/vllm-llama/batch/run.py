from vllm import LLM, SamplingParams

llm = LLM(model="meta-llama/Llama-3.1-8B-Instruct", tensor_parallel_size=2)
print(llm.generate(["Hello"], SamplingParams(max_tokens=10)))
