import { readFileSync, writeFileSync } from 'node:fs';
const NAMES = { openai: 'OpenAI', anthropic: 'Anthropic', mistral: 'Mistral', bedrock: 'AWS/Bedrock', deepseek: 'DeepSeek', gemini: 'Google/Gemini' };
const rows = JSON.parse(readFileSync('litellm-prices.json')).filter((r) => r.provider in NAMES);
writeFileSync('prices.json', JSON.stringify(rows.map((r) => ({ ...r, provider: NAMES[r.provider] }))));
