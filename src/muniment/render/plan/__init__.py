"""Phase-out plans."""
