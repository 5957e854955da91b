import os

PROVIDERS = [
    {"slug": "bigmodel", "key": os.getenv("BIGMODEL_API_KEY"), "url": "https://open.bigmodel.cn/api/paas/v4/"},
]
