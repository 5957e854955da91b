"""Pure functions from bytes to findings: anchors, extraction, recognition, class and collection."""
