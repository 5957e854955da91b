TICKERS = ["^DJI", "^GSPC", "^IXIC"]
DJI = "DJI"
dji_close = {}
