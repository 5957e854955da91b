/* import OpenAI from 'openai'; */
// const c = new Anthropic();
export const a = 1;
