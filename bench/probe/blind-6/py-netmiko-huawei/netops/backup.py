from netmiko import ConnectHandler

DEVICE = {"device_type": "huawei_vrpv8", "host": "10.20.0.1", "username": "backup", "use_keys": True}

with ConnectHandler(**DEVICE) as session:
    print(session.send_command("display current-configuration"))
