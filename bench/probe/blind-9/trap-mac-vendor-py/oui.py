OUI = {"00:25:9E": "Huawei", "3C:EF:8C": "Dahua", "C0:56:E3": "Hikvision", "60:60:1F": "DJI"}
