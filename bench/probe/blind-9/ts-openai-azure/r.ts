import { AzureOpenAI } from "openai";
const c = new AzureOpenAI({ endpoint: process.env.EP, apiVersion: "2024-10-21", deployment: "chat" });
