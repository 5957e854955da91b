from openai import OpenAI

client = OpenAI(api_key="unset", base_url="https://api.siliconflow.cn/v1")
client.chat.completions.create(model="deepseek-ai/DeepSeek-V2.5", messages=[{"role": "user", "content": "hi"}])
