"""Programs and what they are packed with: the libraries that they load, and what their manifests name."""
