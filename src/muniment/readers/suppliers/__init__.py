"""Supplier files as organisations have them: tables of any column order, encoding and delimiter, and workbooks."""
