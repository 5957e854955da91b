LEVELS = {"o1": "-O1", "o3": "-O3", "fast": "-Ofast"}
SHORTCUTS = {"command-r": "reload", "command-a": "select all"}
