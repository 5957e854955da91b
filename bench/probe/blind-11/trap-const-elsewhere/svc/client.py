from svc.consts import DOMAIN, NAME

URL = "https://" + NAME + "." + DOMAIN + "/search"
