"""Workbooks of other people: read within limits, and filled in place."""
