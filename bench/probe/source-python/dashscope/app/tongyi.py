import dashscope
from dashscope import Generation

dashscope.api_key_file_path = "/run/secrets/dashscope"
print(Generation.call(model="qwen-plus", prompt="你好"))
