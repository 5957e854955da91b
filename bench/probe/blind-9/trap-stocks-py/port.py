HOLDINGS = {"9988.HK": "Alibaba", "0700.HK": "Tencent", "BIDU": "Baidu", "002415.SZ": "Hikvision"}
