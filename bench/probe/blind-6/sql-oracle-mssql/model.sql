CREATE EXTERNAL MODEL Embeddings
WITH (
  LOCATION = 'https://api.openai.com/v1/embeddings',
  API_FORMAT = 'OpenAI',
  MODEL_TYPE = EMBEDDINGS,
  MODEL = 'text-embedding-3-small',
  CREDENTIAL = [https://api.openai.com]
);
