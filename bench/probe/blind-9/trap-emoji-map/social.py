SOCIAL = {"tiktok": "https://tiktok.com/@{}", "weibo": "https://weibo.com/{}", "wechat": ""}
