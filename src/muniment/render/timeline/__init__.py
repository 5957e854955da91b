"""The law about one vendor over time."""
