"""What would change if something were otherwise."""
