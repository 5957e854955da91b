import requests
requests.post("https://open.feishu.cn/open-apis/bot/v2/hook/xxx", json={"msg_type": "text"})
