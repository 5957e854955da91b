"""Output: what a person reads in a terminal, and what a machine reads from a file. Only this package prints."""
