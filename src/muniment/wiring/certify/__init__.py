"""Joins for certificates: drafts, their life, paper and packages."""
