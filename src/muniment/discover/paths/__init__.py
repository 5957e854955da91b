"""What a path alone tells: which surface, whose tools, what a file is for."""
