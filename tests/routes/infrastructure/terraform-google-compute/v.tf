resource "google_project_service" "c" {
  service = "compute.googleapis.com"
}
