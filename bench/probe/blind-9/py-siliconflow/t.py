from openai import OpenAI
c = OpenAI(base_url="https://api.siliconflow.cn/v1", api_key=k)
c.chat.completions.create(model="Pro/deepseek-ai/DeepSeek-R1", messages=m)
