SMIC_HORAIRE = 11.88
def au_smic(h): return h * SMIC_HORAIRE
