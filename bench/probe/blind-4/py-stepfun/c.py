from openai import OpenAI

client = OpenAI(api_key="k", base_url="https://api.stepfun.com/v1")
client.chat.completions.create(model="step-2-16k", messages=[])
