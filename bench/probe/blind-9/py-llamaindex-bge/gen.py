from llama_index.llms.deepseek import DeepSeek
llm = DeepSeek(model="deepseek-reasoner", api_key=k)
