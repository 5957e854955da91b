import socket

TELLO_ADDRESS = ("192.168.10.1", 8889)
tello = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
tello.bind(("", 9000))
tello.sendto(b"command", TELLO_ADDRESS)
tello.sendto(b"takeoff", TELLO_ADDRESS)
