def cohere(a, b):
    return abs(a * b)
