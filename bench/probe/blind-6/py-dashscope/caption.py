import dashscope
from dashscope import MultiModalConversation

dashscope.base_http_api_url = "https://dashscope-intl.aliyuncs.com/api/v1"


def caption(url: str) -> str:
    response = MultiModalConversation.call(model="qwen3-vl-plus", messages=[{"role": "user", "content": [{"image": url}, {"text": "Describe."}]}])
    return response.output.choices[0].message.content[0]["text"]
