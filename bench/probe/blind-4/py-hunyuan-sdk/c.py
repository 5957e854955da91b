from tencentcloud.common import credential
from tencentcloud.hunyuan.v20230901 import hunyuan_client, models

client = hunyuan_client.HunyuanClient(credential.Credential("id", "key"), "ap-guangzhou")
