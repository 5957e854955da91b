KIND_BY_MAKER = {"Huawei": "router", "Hikvision": "camera", "Dahua": "camera", "DJI": "drone", "ZTE": "router"}
