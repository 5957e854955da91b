"""Endpoints of the outside world."""
SCHEME = "https://"
VENDOR_DOMAIN = "deepseek.com"
API_VERSION = "v1"
