FIRST = ["Claude", "Gemma", "Kimi", "Ernie", "Bard", "Aya", "Nova"]
