import math
cos = math.cos
class CosClient: pass
