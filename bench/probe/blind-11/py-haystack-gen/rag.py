from haystack import Pipeline
from haystack.components.builders import ChatPromptBuilder
from haystack_integrations.components.generators.google_genai import GoogleGenAIChatGenerator

p = Pipeline()
p.add_component("prompt", ChatPromptBuilder())
p.add_component("llm", GoogleGenAIChatGenerator(model="gemini-2.5-flash"))
p.connect("prompt.prompt", "llm.messages")
