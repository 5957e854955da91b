import { pipeline } from "@huggingface/transformers";
const gen = await pipeline("text-generation", "onnx-community/Llama-3.2-1B-Instruct");
