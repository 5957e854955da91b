"""Manifests and lock files of package ecosystems, one module for each format or family."""
