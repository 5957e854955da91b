SELECT ai.openai_embed('text-embedding-3-small', body) FROM posts;
