import websocket

SPARK_URL = "wss://spark-api.xf-yun.com/v3.5/chat"


def connect(auth):
    return websocket.create_connection(SPARK_URL + "?" + auth)
