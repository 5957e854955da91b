resource "google_project_service" "vertex" {
  service = "aiplatform.googleapis.com"
}

resource "google_vertex_ai_endpoint" "endpoint" {
  name         = "chat"
  display_name = "chat"
  location     = "us-central1"
}
