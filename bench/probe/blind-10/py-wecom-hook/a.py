import requests
requests.post("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x", json={})
