import os, tomllib, requests
cfg = tomllib.load(open("config/tts.toml", "rb"))["tts"]
url = f"https://api.minimax.chat/v1/t2a_v2?GroupId={os.environ[cfg['group_id_env']]}"
requests.post(url, json={"model": cfg["model"], "text": "hi"}, timeout=20)
