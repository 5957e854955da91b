from netmiko import ConnectHandler

DEVICE = {"device_type": "zte_zxros", "host": "10.0.0.2"}
conn = ConnectHandler(**DEVICE)
