#!/bin/sh
gcloud services enable aiplatform.googleapis.com
curl "https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/us-central1/publishers/google/models/gemini-2.0-flash:generateContent"
