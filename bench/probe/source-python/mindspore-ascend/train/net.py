import mindspore as ms
from mindspore import nn

ms.set_context(mode=ms.GRAPH_MODE, device_target="Ascend")
net = nn.Dense(128, 10)
