export const palette = { monet: '#7a9', claude: '#c96', gemini: '#88f', mistral: '#9cf', llama: '#b97', grok: '#222' };
