from zhipuai import ZhipuAI
cl = ZhipuAI(api_key=k)
cl.chat.completions.create(model="glm-4-flash", messages=m)
