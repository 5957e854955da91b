import openai
openai.api_base = "https://api.lingyiwanwu.com/v1"
openai.ChatCompletion.create(model="yi-large", messages=m)
