SOCIAL = [
    ("X", "https://x.com/acme"),
    ("TikTok", "https://www.tiktok.com/@acme"),
    ("YouTube", "https://www.youtube.com/@acme"),
]
