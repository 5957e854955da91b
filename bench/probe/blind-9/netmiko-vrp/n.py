from netmiko import ConnectHandler
c = ConnectHandler(**{"device_type": "huawei_vrpv8", "host": h})
