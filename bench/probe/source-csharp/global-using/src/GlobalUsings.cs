global using OpenAI;
global using OpenAI.Embeddings;
