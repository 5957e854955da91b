import { gemini15Flash, googleAI } from "@genkit-ai/googleai";
import { genkit } from "genkit";

const ai = genkit({ plugins: [googleAI()], model: gemini15Flash });
