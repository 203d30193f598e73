import torch
from torch import nn
from worker import serve

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 128), nn.SiLU(), nn.Linear(128, 128), nn.SiLU(), nn.Linear(128, 2))
optimizer = torch.optim.Adam(model.parameters(), 1e-3)
data = torch.randn(4096, 2)


def step():
    x1 = data[torch.randint(0, 4096, (256,))]
    x0 = torch.randn(256, 2)
    t = torch.rand(256, 1)
    x = (1 - t) * x0 + t * x1
    loss = nn.functional.mse_loss(model(torch.cat([x, t], 1)), x1 - x0)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def steps(n):
    for _ in range(n):
        step()


serve({"step": steps})
