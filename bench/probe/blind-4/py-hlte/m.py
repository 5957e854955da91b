from huawei_lte_api.Client import Client
from huawei_lte_api.Connection import Connection

with Connection("http://admin:pw@192.168.8.1/") as c:
    print(Client(c).device.signal())
