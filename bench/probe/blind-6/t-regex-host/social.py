import re

KINDS = {
    "tiktok": re.compile(r"https?://(?:www\.)?tiktok\.com/@([\w.]+)"),
    "weibo": re.compile(r"https?://weibo\.com/(\w+)"),
    "youtube": re.compile(r"https?://(?:www\.)?youtube\.com/@([\w.-]+)"),
}


def kind(url: str):
    return next((name for name, pattern in KINDS.items() if pattern.match(url)), None)
