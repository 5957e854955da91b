API = "https://api.mch.weixin.qq.com"
PATH = "/v3/pay/transactions/native"


def pay(session, body):
    return session.post(API + PATH, json=body)
