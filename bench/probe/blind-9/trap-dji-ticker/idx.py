import yfinance as yf
d = yf.download(['^DJI', '^GSPC'])
