import base64, hashlib, hmac, json
from datetime import datetime
from time import mktime
from urllib.parse import urlencode, urlparse
from wsgiref.handlers import format_date_time
import websocket

SPARK_URL = "wss://spark-api.xf-yun.com/v3.5/chat"

def signed(key, secret):
    host = urlparse(SPARK_URL).netloc
    date = format_date_time(mktime(datetime.now().timetuple()))
    origin = f"host: {host}\ndate: {date}\nGET /v3.5/chat HTTP/1.1"
    sig = base64.b64encode(hmac.new(secret.encode(), origin.encode(), hashlib.sha256).digest()).decode()
    return SPARK_URL + "?" + urlencode({"authorization": sig, "date": date, "host": host})

ws = websocket.create_connection(signed("a", "b"))
