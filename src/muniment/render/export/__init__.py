"""What was found and decided, in formats of other programs."""
