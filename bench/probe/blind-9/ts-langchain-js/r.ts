import { ChatCohere } from "@langchain/cohere";
const m = new ChatCohere({ model: "command-r" });
