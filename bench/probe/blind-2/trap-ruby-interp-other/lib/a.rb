NAME = "deepseal"
URL = "https://api.#{NAME}.com"
