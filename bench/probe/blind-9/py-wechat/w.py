from wechatpy import WeChatClient
client = WeChatClient("appid", "secret")
