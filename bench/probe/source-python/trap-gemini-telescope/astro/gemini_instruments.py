from astrodata import open as ad_open
from gemini_instruments import gmos


def reduce(path):
    ad = ad_open(path)
    return gmos.AstroDataGmos(ad) if "GEMINI" in ad.tags else ad
