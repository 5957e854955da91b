import hfai
import hfai.distributed as dist
from hfai.datasets import ImageNet

dist.init()
dataset = ImageNet(split="train")
