SWITCH = {"claude": 1, "gemma": 2}
print("Hello Claude, how are you")
