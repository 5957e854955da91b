"""The form that a subcontractor without the program fills in: as a page, or as a workbook."""
