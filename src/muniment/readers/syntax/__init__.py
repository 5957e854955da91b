"""Syntaxes that formats share, with the line of everything; broken text gives what can still be read, and says so."""
