from netmiko import ConnectHandler

conn = ConnectHandler(device_type="huawei_vrpv8", host="10.0.0.1", username="u", password="p")
