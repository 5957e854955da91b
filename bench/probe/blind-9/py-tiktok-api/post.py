import requests
requests.post("https://open.tiktokapis.com/v2/post/publish/video/init/", headers=h, json=b)
