"""One module per file format: what a file declares, as typed identifiers. A reader opens nothing and knows no vendor."""
