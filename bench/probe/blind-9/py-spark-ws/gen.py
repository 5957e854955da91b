import websocket
SPARK_URL = "wss://spark-api.xf-yun.com/v4.0/chat"
ws = websocket.create_connection(sign(SPARK_URL))
