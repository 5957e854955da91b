const { createGoogleGenerativeAI } = require("@ai-sdk/google");
const google = createGoogleGenerativeAI({ apiKey: process.env.GKEY });
module.exports = google("gemini-1.5-flash");
