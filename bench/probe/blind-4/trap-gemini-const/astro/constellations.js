export const ZODIAC = { aries: 1, taurus: 2, gemini: 3, cancer: 4 };
export const isGemini = (d) => zodiac(d) === ZODIAC.gemini;
