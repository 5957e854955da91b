exec @ret = sp_invoke_external_rest_endpoint
  @url = N'https://contoso.openai.azure.com/openai/deployments/text-embedding-ada-002/embeddings?api-version=2023-05-15',
  @method = 'POST', @credential = [https://contoso.openai.azure.com], @payload = @payload, @response = @response output;
