"""Packages, and the result of verifying one."""
