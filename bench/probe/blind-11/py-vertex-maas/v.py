import openai
from google.auth import default
from google.auth.transport.requests import Request

cred, project = default()
cred.refresh(Request())
client = openai.OpenAI(base_url=f"https://us-east5-aiplatform.googleapis.com/v1/projects/{project}/locations/us-east5/endpoints/openapi", api_key=cred.token)
client.chat.completions.create(model="meta/llama-4-maverick-17b-128e-instruct-maas", messages=[])
