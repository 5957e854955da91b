from mistralai import Mistral
with Mistral(api_key=k) as c:
    c.chat.complete(model="mistral-small-latest", messages=m)
