"""Compare suppliers with the companies that the rulebook and lists name. Pure functions; nothing is confirmed here."""
