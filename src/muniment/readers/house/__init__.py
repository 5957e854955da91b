"""Packages pinned in formats of somebody's own: the form of a pin is known, whatever the file is for."""
