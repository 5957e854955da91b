import os

from openai import OpenAI

client = OpenAI(api_key=os.environ["DEEPSEEK_API_KEY"], base_url="https://api.deepseek.com")


def classify(text):
    answer = client.chat.completions.create(
        model="deepseek-chat",
        messages=[{"role": "system", "content": "Answer with one word."}, {"role": "user", "content": text}],
        stream=False,
    )
    return answer.choices[0].message.content
