import * as gcp from "@pulumi/gcp";

const api = new gcp.projects.Service("vertex", { service: "aiplatform.googleapis.com" });
const member = new gcp.projects.IAMMember("bot", { project: "acme", role: "roles/aiplatform.user", member: "serviceAccount:bot@acme.iam.gserviceaccount.com" });
