import ctypes

sdk = ctypes.CDLL("./lib/libhcnetsdk.so")
sdk.NET_DVR_Init()
