import sensenova
resp = sensenova.ChatCompletion.create(messages=m, model="SenseChat-5")
