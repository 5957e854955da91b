import ssl, socket
URL = 'gemini://geminiprotocol.net/'
PORT = 1965
