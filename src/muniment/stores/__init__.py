"""Where things lie: folders, and what finds literals in their bytes."""
