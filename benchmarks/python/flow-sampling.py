import math

import torch
from torch import nn
from sampling import heun
from worker import device, serve

torch.manual_seed(0)


class VelocityMlp(nn.Module):
    def __init__(self, width=128):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(9, width), nn.SiLU(), nn.Linear(width, width), nn.SiLU(), nn.Linear(width, width), nn.SiLU(), nn.Linear(width, 2))
        self.register_buffer("frequencies", math.pi * torch.tensor([1.0, 2.0, 4.0]))

    def forward(self, x, t):
        angles = t * self.frequencies
        features = torch.cat([t.reshape(1), angles.sin(), angles.cos()])
        return self.layers(torch.cat([x, features.expand(len(x), 7)], 1))


model = VelocityMlp().to(device()).eval()
noise = torch.randn(10_000, 2, device=device())


@torch.no_grad()
def samples(n):
    for _ in range(n):
        heun(model, noise, 50)


serve({"samples": samples})
