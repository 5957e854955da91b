"""Findings of many files: put together, compared, set aside, named to commits."""
