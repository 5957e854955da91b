gcloud run deploy web --image gcr.io/p/web --region us-central1
gcloud ai-platform jobs list || true
