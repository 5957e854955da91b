import { pipeline } from "@huggingface/transformers";

let transcriber;
self.addEventListener("message", async (event) => {
  transcriber ??= await pipeline("automatic-speech-recognition", "onnx-community/whisper-large-v3-turbo", { device: "webgpu" });
  self.postMessage(await transcriber(event.data));
});
