import { genkit, z } from "genkit";
import { googleAI } from "@genkit-ai/google-genai";

const ai = genkit({ plugins: [googleAI()], model: googleAI.model("gemini-2.5-flash") });

export const menu = ai.defineFlow({ name: "menu", inputSchema: z.string() }, async (theme) => (await ai.generate(theme)).text);
