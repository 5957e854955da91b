# SMIC: salaire minimum interprofessionnel de croissance
SMIC_HORAIRE = 11.88


def smic_mensuel(heures=151.67):
    return SMIC_HORAIRE * heures
