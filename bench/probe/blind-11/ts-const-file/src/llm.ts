import OpenAI from 'openai';
import { HOSTS, MODEL } from './constants';

export const llm = new OpenAI({ baseURL: `https://${HOSTS.intl}/compatible-mode/v1`, apiKey: process.env.LLM_KEY });
export const ask = (q: string) => llm.chat.completions.create({ model: MODEL, messages: [{ role: 'user', content: q }] });
