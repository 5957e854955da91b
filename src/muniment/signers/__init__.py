"""Where private keys live. Each module is one kind of place."""
