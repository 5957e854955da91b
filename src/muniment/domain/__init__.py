"""The nouns: frozen values without behaviour that could surprise, and without any input or output."""
