# from openai import OpenAI
# client = OpenAI(base_url="https://api.deepseek.com")


def run(text: str) -> str:
    # client.chat.completions.create(model="deepseek-chat", messages=[...])
    return text.upper()
