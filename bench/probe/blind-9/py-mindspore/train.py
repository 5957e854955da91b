import mindspore as ms
from mindspore import nn
ms.set_context(device_target="Ascend")
