import dashscope
from http import HTTPStatus
dashscope.api_key = KEY
resp = dashscope.Generation.call(model=dashscope.Generation.Models.qwen_max, prompt=p)
