import torch
import torch_npu

device = torch.device("npu:0")
x = torch.ones(4, 4).to(device)
