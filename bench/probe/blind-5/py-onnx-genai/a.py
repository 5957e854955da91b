import onnxruntime_genai as og

m = og.Model("models/Llama-3.2-1B-Instruct-ONNX")
