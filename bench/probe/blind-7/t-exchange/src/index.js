import GeminiAPI from "gemini-api";

const gemini = new GeminiAPI({ key: process.env.GEMINI_KEY, secret: process.env.GEMINI_SECRET, sandbox: true });
console.log(await gemini.getTicker("btcusd"));
