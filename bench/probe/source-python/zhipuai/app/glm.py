from zhipuai import ZhipuAI

client = ZhipuAI()
print(client.chat.completions.create(model="glm-4-plus", messages=[{"role": "user", "content": "你好"}]))
