import { getAI, getGenerativeModel, GoogleAIBackend } from "firebase/ai";
const model = getGenerativeModel(getAI(app, { backend: new GoogleAIBackend() }), { model: "gemini-2.5-flash" });
