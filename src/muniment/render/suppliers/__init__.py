"""Suppliers that were screened, and subcontractors' answers."""
