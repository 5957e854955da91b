from urllib.parse import urljoin
import requests

BASE = "https://open.bigmodel.cn/api/paas/v4/"


def complete(payload, token):
    return requests.post(urljoin(BASE, "chat/completions"), json=payload, headers={"Authorization": token}, timeout=60)
