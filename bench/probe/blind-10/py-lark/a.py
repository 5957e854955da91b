import lark_oapi as lark
client = lark.Client.builder().app_id("x").app_secret("y").build()
