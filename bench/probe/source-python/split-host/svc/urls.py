API_HOST = "api." + "moonshot" + ".cn"
CHAT_URL = "https://" + API_HOST + "/v1/chat/completions"
