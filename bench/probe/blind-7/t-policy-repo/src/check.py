FORBIDDEN_HOSTS = ["api.deepseek.com", "www.tiktok.com"]


def allowed(host: str) -> bool:
    return not any(host.endswith(each) for each in FORBIDDEN_HOSTS)
