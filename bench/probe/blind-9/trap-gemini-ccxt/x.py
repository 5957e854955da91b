import ccxt
ex = ccxt.gemini({'apiKey': k})
