import coherence
from coherence.upnp import ControlPoint

cohere_factor = 3
