'use strict';
const Anthropic = require('@anthropic-ai/sdk');

module.exports = async (text) => {
  const client = new Anthropic({ apiKey: process.env.KEY });
  return client.messages.create({ model: process.env.MODEL, max_tokens: 200, messages: [{ role: 'user', content: text }] });
};
