"""Muniment: which restricted technology is used, on which contract it matters, and the proof."""

__version__ = "0.9.0"
