from sora import Occultation

sora = Occultation()
