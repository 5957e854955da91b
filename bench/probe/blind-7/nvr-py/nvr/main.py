import yaml

from nvr import KINDS

cameras = [KINDS[c["kind"]](c["host"], None) for c in yaml.safe_load(open("cameras.yml"))]
