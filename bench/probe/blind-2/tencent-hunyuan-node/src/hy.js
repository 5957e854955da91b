const { hunyuan } = require("tencentcloud-sdk-nodejs-hunyuan");
const client = new hunyuan.v20230901.Client({ credential: { secretId: process.env.SID, secretKey: process.env.SKEY }, region: "ap-guangzhou" });
module.exports = (q) => client.ChatCompletions({ Model: "hunyuan-lite", Messages: [{ Role: "user", Content: q }] });
