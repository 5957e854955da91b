from obswebsocket import obsws, requests
ws = obsws('localhost', 4444)
