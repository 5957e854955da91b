import requests
H = "%s.baidubce.com" % "aip"
def tok(ak, sk):
    return requests.get("https://%s/oauth/2.0/token" % H, params={"grant_type": "client_credentials", "client_id": ak, "client_secret": sk})
