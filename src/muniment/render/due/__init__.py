"""What is owed, to whom and by when."""
