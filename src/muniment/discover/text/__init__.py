"""How a text reads: where code, strings and comments are, and what stands around a place."""
