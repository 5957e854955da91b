export const settings = {
  baseURL: process.env.LLM_BASE_URL!,
  model: process.env.LLM_MODEL!,
};
