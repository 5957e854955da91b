"""What a change adds, and whether a network is closed."""
