SCHEME = "https"
DOMAIN = "anthropic" + ".com"
HOST = "api." + DOMAIN
URL = "%s://%s/v1/messages" % (SCHEME, HOST)


def send(session, body):
    return session.post(URL, json=body, headers={"anthropic-version": "2023-06-01"})
