from mistralclient.api import client as mistral_client

mistral = mistral_client.client(mistral_url="http://keystone:8989/v2", auth_token="unset")
mistral.workflows.list()
