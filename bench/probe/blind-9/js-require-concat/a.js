const lib = require("open" + "ai");
const c = new lib.OpenAI();
