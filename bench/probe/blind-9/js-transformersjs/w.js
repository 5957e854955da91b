import { pipeline } from "@huggingface/transformers";
const g = await pipeline("text-generation", "onnx-community/Qwen2.5-0.5B-Instruct");
