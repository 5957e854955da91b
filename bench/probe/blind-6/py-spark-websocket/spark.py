import json
import websocket

HOST = "spark-api.xf-yun.com"
URL = f"wss://{HOST}/v4.0/chat"


def open_socket(sign):
    return websocket.create_connection(sign(URL, HOST))


def frame(appid: str, text: str) -> str:
    return json.dumps({"header": {"app_id": appid}, "parameter": {"chat": {"domain": "4.0Ultra"}}, "payload": {"message": {"text": [{"role": "user", "content": text}]}}})
