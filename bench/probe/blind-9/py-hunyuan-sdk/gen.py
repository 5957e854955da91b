from tencentcloud.common import credential
from tencentcloud.hunyuan.v20230901 import hunyuan_client, models
c = hunyuan_client.HunyuanClient(credential.Credential(a, b), "ap-guangzhou")
req = models.ChatCompletionsRequest()
req.Model = "hunyuan-turbos-latest"
c.ChatCompletions(req)
