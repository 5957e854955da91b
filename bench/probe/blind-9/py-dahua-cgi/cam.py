import requests
requests.get(f"http://{ip}/cgi-bin/magicBox.cgi?action=getSystemInfo", auth=a)
requests.get(f"http://{ip}/cgi-bin/eventManager.cgi?action=attach&codes=[VideoMotion]", auth=a, stream=True)
