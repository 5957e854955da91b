from netmiko import ConnectHandler
c = ConnectHandler(device_type="zte_zxros", host=h, username=u, password=p)
