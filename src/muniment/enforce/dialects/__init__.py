"""How each dialect asks a model: its fields, and those of consequence. One module a dialect."""
