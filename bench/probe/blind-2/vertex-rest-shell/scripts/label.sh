#!/usr/bin/env bash
set -euo pipefail
PROJECT=$(gcloud config get-value project)
MODEL=gemini-2.0-flash-001
curl -sS -X POST \
  -H "Authorization: Bearer $(gcloud auth print-access-token)" \
  -H "Content-Type: application/json" \
  "https://us-central1-aiplatform.googleapis.com/v1/projects/${PROJECT}/locations/us-central1/publishers/google/models/${MODEL}:generateContent" \
  -d @request.json
