from netmiko import ConnectHandler

devices = [
    {"device_type": "huawei_vrp", "host": "192.0.2.10", "username": "ro", "password": "x"},
    {"device_type": "cisco_ios", "host": "192.0.2.11", "username": "ro", "password": "x"},
]
for d in devices:
    with ConnectHandler(**d) as c:
        print(c.send_command("display version"))
