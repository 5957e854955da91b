"""Certificates and their drafts, and what people signed about them."""
