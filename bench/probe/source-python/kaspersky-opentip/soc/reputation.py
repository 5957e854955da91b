import os

import requests


def lookup(digest):
    return requests.get("https://opentip.kaspersky.com/api/v1/search/hash", params={"request": digest},
                        headers={"x-api-key": os.environ["OPENTIP_KEY"]}, timeout=30).json()
