import netmiko

def onu_states(host):
    conn = netmiko.ConnectHandler(device_type="zte_zxros", host=host, username="a", password="b")
    return conn.send_command("show gpon onu state")
