"""What the rulebook knows, how two of them differ, and what a signature makes of a text."""
