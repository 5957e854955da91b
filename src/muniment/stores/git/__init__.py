"""Git repositories as sources: at HEAD, in a change, and through their history. Nothing is checked out."""
