from mistralclient.api import client as mistral
c = mistral.client(mistral_url='http://m:8989/v2')
