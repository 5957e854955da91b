import { CohereClient } from "cohere-ai";
const cohere = new CohereClient({ token: process.env.CO_API_KEY });
export const rerank = (query: string, documents: string[]) => cohere.rerank({ model: "rerank-english-v3.0", query, documents, topN: 3 });
