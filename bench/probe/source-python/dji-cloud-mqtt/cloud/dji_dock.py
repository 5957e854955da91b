import json

import paho.mqtt.client as mqtt

GATEWAY = "4TADL210020001"


def return_home(client: mqtt.Client) -> None:
    topic = f"thing/product/{GATEWAY}/services"
    client.publish(topic, json.dumps({"method": "return_home", "data": None, "tid": "1", "bid": "2"}))
