import requests

r = requests.get("https://eu2-cloud.acronis.com/api/2/clients/42", auth=("id", "secret"))
