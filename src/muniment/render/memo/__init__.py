"""A memo for the file."""
