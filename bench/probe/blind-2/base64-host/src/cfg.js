const H = Buffer.from("YXBpLmFudGhyb3BpYy5jb20=", "base64").toString();
module.exports.call = (b) => fetch(`https://${H}/v1/messages`, { method: "POST", body: JSON.stringify(b) });
