import axios from "axios";
const api = axios.create({ baseURL: "https://api.z.ai/api/paas/v4" });
export const go = (b: object) => api.post("/chat/completions", b);
