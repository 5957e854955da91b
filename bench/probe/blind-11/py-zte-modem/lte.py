import requests

s = requests.Session()
s.headers["Referer"] = "http://192.168.0.1/"
s.get("http://192.168.0.1/goform/goform_get_cmd_process", params={"isTest": "false", "cmd": "signalbar,network_type"})
s.post("http://192.168.0.1/goform/goform_set_cmd_process", data={"isTest": "false", "goformId": "CONNECT_NETWORK"})
