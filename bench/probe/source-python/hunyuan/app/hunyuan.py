from tencentcloud.common import credential
from tencentcloud.hunyuan.v20230901 import hunyuan_client, models

client = hunyuan_client.HunyuanClient(credential.EnvironmentVariableCredential().get_credential(), "ap-guangzhou")
request = models.ChatCompletionsRequest()
request.Model = "hunyuan-turbo"
print(client.ChatCompletions(request))
