from openai import AsyncOpenAI
c = AsyncOpenAI(api_key=k, base_url="https://dashscope-intl.aliyuncs.com/compatible-mode/v1")
