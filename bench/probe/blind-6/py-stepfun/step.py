from openai import OpenAI

client = OpenAI(api_key="STEP_KEY", base_url="https://api.stepfun.com/v1")
print(client.chat.completions.create(model="step-2-16k", messages=[{"role": "user", "content": "hi"}]))
