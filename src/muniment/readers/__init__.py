"""One module per file format: what a file declares, as typed identifiers. Readers open nothing and know no vendor."""
