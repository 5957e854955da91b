import websocket

SPARK_URL = "wss://spark-api.xf-yun.com/v3.5/chat"


def connect(signed):
    return websocket.create_connection(f"{SPARK_URL}?{signed}")
