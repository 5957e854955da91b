from vllm import LLM
llm = LLM(model="XiaomiMiMo/MiMo-7B-RL", trust_remote_code=True)
