from openai import OpenAI
client = OpenAI(base_url="https://api.siliconflow.cn/v1", api_key="x")
client.chat.completions.create(model="Qwen/Qwen2.5-72B-Instruct", messages=[])
