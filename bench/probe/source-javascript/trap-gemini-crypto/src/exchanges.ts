export const exchanges = ["binance", "coinbase", "gemini", "kraken"] as const;
export const gemini = { ws: "wss://api.gemini.com/v1/marketdata", rest: "https://api.gemini.com/v2/ticker" };
