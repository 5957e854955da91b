"""Block lists in the forms of the programs that enforce them, each entry with the instruments it comes from."""
