from semantic_kernel.connectors.ai.google.google_ai import GoogleAIChatCompletion
svc = GoogleAIChatCompletion(gemini_model_id="gemini-1.5-flash", api_key=k)
