from openai import OpenAI
client = OpenAI(base_url="https://api.stepfun.com/v1", api_key=KEY)
out = client.chat.completions.create(model="step-2-16k", messages=m)
