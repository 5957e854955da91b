SYMBOLS = {"DJI": "Dow Jones Industrial Average", "^DJI": "DJI", "GSPC": "S&P 500"}


def dji_change(today, before):
    return (today["DJI"] - before["DJI"]) / before["DJI"]
