"""What package managers of operating systems write down about what is installed."""
