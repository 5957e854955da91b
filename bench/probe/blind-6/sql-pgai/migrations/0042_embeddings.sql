SELECT ai.create_vectorizer(
  'blog'::regclass,
  loading => ai.loading_column('body'),
  embedding => ai.embedding_litellm('cohere/embed-english-v3.0', 1024, api_key_name => 'COHERE_API_KEY')
);
