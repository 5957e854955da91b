SELECT ai.create_vectorizer('blog'::regclass, embedding => ai.embedding_openai('text-embedding-3-small', 768));
