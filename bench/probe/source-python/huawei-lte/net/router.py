from huawei_lte_api.Client import Client
from huawei_lte_api.Connection import Connection

with Connection("http://192.168.8.1/", username="admin", password=None) as connection:
    print(Client(connection).device.information())
