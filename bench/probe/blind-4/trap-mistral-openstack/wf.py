from mistralclient.api import client

c = client.client(mistral_url="http://controller:8989/v2")
