import os
ep = os.environ["AZURE_OPENAI_ENDPOINT"]
