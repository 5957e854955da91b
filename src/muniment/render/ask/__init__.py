"""The questions that are open, and their answers."""
