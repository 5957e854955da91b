"""Statements as bytes to be signed, and the checks by which a stranger believes them. Nothing here opens a file."""
