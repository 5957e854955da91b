import axios from "axios";

export const http = axios.create({
  baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1",
  timeout: 30000,
});
export const chat = (m) => http.post("/chat/completions", { model: "qwen-plus", messages: m });
