from flask import Flask, request
from zhipuai import ZhipuAI

app = Flask(__name__)
client = ZhipuAI()

@app.post("/ask")
def ask():
    r = client.chat.completions.create(model="glm-4-flash", messages=[{"role": "user", "content": request.json["q"]}])
    return r.choices[0].message.content
