import torch
from torch import nn
from worker import device, serve

SEEDS = 8
place = device()
data = torch.randn(4096, 2, device=place)


def train(seed, steps, batch=256):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(3, 128), nn.SiLU(), nn.Linear(128, 128), nn.SiLU(), nn.Linear(128, 2)).to(place)
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    for _ in range(steps):
        x1 = data[torch.randint(0, 4096, (batch,), device=place)]
        x0 = torch.randn(batch, 2, device=place)
        t = torch.rand(batch, 1, device=place)
        x = (1 - t) * x0 + t * x1
        loss = nn.functional.mse_loss(model(torch.cat([x, t], 1)), x1 - x0)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def steps_of_all(n):
    for seed in range(SEEDS):
        train(seed, n)


serve({"step-of-8": steps_of_all})
