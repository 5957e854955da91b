import ctypes
import platform

NAME = {"Windows": "HCNetSDK.dll", "Linux": "libhcnetsdk.so"}[platform.system()]
sdk = ctypes.CDLL("./lib/" + NAME)
sdk.NET_DVR_Init()
sdk.NET_DVR_SetConnectTime(2000, 1)
