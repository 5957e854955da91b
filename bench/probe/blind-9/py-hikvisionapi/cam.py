from hikvisionapi import Client
cam = Client("http://192.168.0.2", "admin", "x")
