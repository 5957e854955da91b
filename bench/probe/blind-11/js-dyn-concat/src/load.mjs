const family = 'cohere';
const mod = await import(`${family}-ai`);
export const client = new mod.CohereClientV2({ token: process.env.CO_API_KEY });
