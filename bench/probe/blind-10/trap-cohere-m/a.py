def cohere(x): return x
result = cohere(3)
