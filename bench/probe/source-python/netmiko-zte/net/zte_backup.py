from netmiko import ConnectHandler

with ConnectHandler(device_type="zte_zxros", host="10.20.0.9", username="backup", use_keys=True) as session:
    print(session.send_command("show running-config"))
