"""The rulebook as a website without a server: pages, pictures and JSON, all from the same values."""
