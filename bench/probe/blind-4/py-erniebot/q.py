import erniebot

erniebot.api_type = "aistudio"
erniebot.ChatCompletion.create(model="ernie-3.5", messages=[])
