import requests

r = requests.post("https://api.minimax.chat/v1/t2a_v2?GroupId=17", json={"model": "speech-01-turbo", "text": "hello"})
