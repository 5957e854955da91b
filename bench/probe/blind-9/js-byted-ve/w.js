const { Signer } = require("@volcengine/openapi");
const s = new Signer({ region: "cn-north-1" }, "tos");
