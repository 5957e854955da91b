from tencentcloud.common import credential
from tencentcloud.hunyuan.v20230901 import hunyuan_client, models


def ask(secret_id: str, secret_key: str, text: str) -> str:
    client = hunyuan_client.HunyuanClient(credential.Credential(secret_id, secret_key), "ap-guangzhou")
    request = models.ChatCompletionsRequest()
    request.Model = "hunyuan-turbos-latest"
    request.Messages = [{"Role": "user", "Content": text}]
    return client.ChatCompletions(request).Choices[0].Message.Content
