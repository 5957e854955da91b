stub_request(:post, 'https://api.openai.com/v1/chat/completions').to_return(status: 200)
