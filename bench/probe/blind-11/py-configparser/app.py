import configparser

from openai import OpenAI

cfg = configparser.ConfigParser()
cfg.read("app.ini")
client = OpenAI(base_url=cfg["llm"]["api_base"], api_key=cfg["llm"].get("key"))
print(client.chat.completions.create(model=cfg["llm"]["model"], messages=[{"role": "user", "content": "hi"}]))
