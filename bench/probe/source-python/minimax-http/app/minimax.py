import os

import requests

URL = "https://api.minimax.chat/v1/text/chatcompletion_v2"
reply = requests.post(URL, headers={"Authorization": "Bearer " + os.environ["MINIMAX_API_KEY"]},
                      json={"model": "abab6.5s-chat", "messages": [{"role": "user", "content": "hi"}]}, timeout=60)
