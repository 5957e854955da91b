import OpenAI from "https://esm.sh/openai@4.77.0";
const a = new OpenAI();
