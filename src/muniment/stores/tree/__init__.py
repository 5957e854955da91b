"""Folders as sources of evidence: walked, read by all processors, and remembered for the next scan."""
