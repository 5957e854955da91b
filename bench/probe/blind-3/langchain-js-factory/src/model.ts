import { initChatModel } from "langchain/chat_models/universal";

export const model = await initChatModel("gemini-1.5-pro", { modelProvider: "google-genai", temperature: 0 });
