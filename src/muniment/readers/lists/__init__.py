"""Lists of companies that an organisation imports from files: each layout as its publisher describes it."""
