resource "google_project_service" "ai" {
  service = "aiplatform.googleapis.com"
}
resource "google_vertex_ai_endpoint" "e" { name = "e" }
