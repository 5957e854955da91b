const hook = "https://open.feishu.cn/open-apis/bot/v2/hook/" + process.env.FEISHU_TOKEN;
module.exports = (text) => fetch(hook, { method: "POST", body: JSON.stringify({ msg_type: "text", content: { text } }) });
