"""Use cases: what a person asks for, and the ports through which it reaches the world."""
