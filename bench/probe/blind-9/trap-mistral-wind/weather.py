WINDS = ["mistral", "sirocco", "tramontane"]
def is_mistral(deg): return 315 <= deg <= 360
