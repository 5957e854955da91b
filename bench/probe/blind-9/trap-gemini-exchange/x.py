import requests
requests.get('https://api.gemini.com/v1/pubticker/btcusd')
