import qianfan

chat = qianfan.ChatCompletion()
print(chat.do(model="ERNIE-4.0-8K", messages=[{"role": "user", "content": "hi"}])["result"])
