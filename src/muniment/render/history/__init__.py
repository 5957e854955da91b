"""Since when each use was there."""
