import { pipeline } from '@huggingface/transformers';

const generator = await pipeline('text-generation', 'onnx-community/Qwen2.5-0.5B-Instruct', { dtype: 'q4' });
self.onmessage = async ({ data }) => self.postMessage(await generator(data.messages));
