SELECT azure_ai.set_setting('azure_openai.endpoint', 'https://acme.openai.azure.com');
SELECT azure_openai.create_embeddings('text-embedding-ada-002', body) FROM docs;
