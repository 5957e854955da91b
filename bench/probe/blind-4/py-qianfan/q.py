import qianfan

chat = qianfan.ChatCompletion()
resp = chat.do(model="ERNIE-4.0-8K", messages=[{"role": "user", "content": "hi"}])
