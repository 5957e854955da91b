import requests


def generate(region, project, token, body):
    url = (
        f"https://{region}-aiplatform.googleapis.com/v1/projects/{project}/locations/{region}"
        f"/publishers/google/models/gemini-1.5-flash-002:generateContent"
    )
    return requests.post(url, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=60)
