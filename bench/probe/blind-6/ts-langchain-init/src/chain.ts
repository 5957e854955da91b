import { initChatModel } from "langchain/chat_models/universal";
import { ChatPromptTemplate } from "@langchain/core/prompts";

const llm = await initChatModel("mistral-small-latest", { modelProvider: "mistralai", temperature: 0 });
export const chain = ChatPromptTemplate.fromTemplate("Answer: {q}").pipe(llm);
