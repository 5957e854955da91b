"""Certificates on paper: PDF/A-3a and PDF/UA-1 in one file, with the signed statement attached."""
