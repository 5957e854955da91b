NETWORKS = ["facebook", "tiktok", "wechat", "linkedin"]
