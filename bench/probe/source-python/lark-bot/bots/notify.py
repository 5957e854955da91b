import lark_oapi as lark
from lark_oapi.api.im.v1 import CreateMessageRequest

client = lark.Client.builder().app_id("cli_x").app_secret("unset").build()
client.im.v1.message.create(CreateMessageRequest.builder().receive_id_type("chat_id").build())
