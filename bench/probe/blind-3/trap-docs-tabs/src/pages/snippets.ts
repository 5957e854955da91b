export const snippets = [
  { language: "python", code: `from openai import OpenAI
client = OpenAI(base_url="http://localhost:8000/v1", api_key="none")
client.chat.completions.create(model="gpt-4o", messages=[])
` },
  { language: "curl", code: `curl http://localhost:8000/v1/chat/completions -d '{"model": "gpt-4o"}'
` },
];
