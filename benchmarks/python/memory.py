import torch
from torch import nn
from worker import residence, serve

torch.manual_seed(0)
convolution = nn.Conv2d(3, 8, 3)
image = torch.rand(4, 3, 16, 16)
model = nn.Sequential(nn.Linear(3, 32), nn.ReLU(), nn.Linear(32, 2))
optimizer = torch.optim.Adam(model.parameters(), 1e-3)
x, y = torch.rand(64, 3), torch.rand(64, 2)


def conv(n):
    for _ in range(n):
        convolution(image)


def step(n):
    for _ in range(n):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


serve({"conv": conv, "step": step}, residence)
