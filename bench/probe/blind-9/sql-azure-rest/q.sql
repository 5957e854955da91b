EXEC sp_invoke_external_rest_endpoint @url = N'https://acme.openai.azure.com/openai/deployments/emb/embeddings?api-version=2024-02-01', @method = 'POST', @payload = @p, @response = @r OUTPUT;
