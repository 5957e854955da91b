"""Statements as bytes that can be signed, and the checks by which a stranger believes them. Nothing here opens a file."""
