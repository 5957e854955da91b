const painters = require("./data/painters.json");
module.exports = () => painters.filter((p) => p.name.startsWith("Claude"));
