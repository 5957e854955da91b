"""Claude Shannon's entropy."""
import numpy as np
def entropy(p): return -np.sum(p * np.log2(p))
