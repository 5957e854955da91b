const AUTH = 'https://www.tiktok.com/v2/auth/authorize/';
const TOKEN = 'https://open.tiktokapis.com/v2/oauth/token/';
exports.url = (key, state) => `${AUTH}?client_key=${key}&scope=user.info.basic&response_type=code&state=${state}`;
exports.token = (params) => fetch(TOKEN, { method: 'POST', body: new URLSearchParams(params) });
