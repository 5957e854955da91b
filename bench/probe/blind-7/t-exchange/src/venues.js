export const VENUES = { gemini: "https://api.gemini.com/v1", kraken: "https://api.kraken.com/0" };
