MODEL = "publishers/meta/models/llama-3.3-70b-instruct-maas"
URL = f"https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/us-central1/endpoints/openapi"
