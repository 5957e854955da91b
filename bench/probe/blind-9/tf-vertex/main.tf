resource "google_project_service" "v" { service = "aiplatform.googleapis.com" }
