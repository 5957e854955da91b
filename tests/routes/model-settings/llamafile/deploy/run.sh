./Mistral-7B-Instruct-v0.2.llamafile --server
