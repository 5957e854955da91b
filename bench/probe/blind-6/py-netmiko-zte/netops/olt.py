from netmiko import ConnectHandler

olts = [
    {"device_type": "zte_zxros", "host": "10.8.1.2", "username": "ops", "password": "x"},
]
for olt in olts:
    with ConnectHandler(**olt) as session:
        print(session.send_command("show gpon onu state"))
