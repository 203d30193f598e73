import torch
from torch import nn
from worker import arm, device, serve


def make(batch):
    torch.manual_seed(0)
    place = device()
    model = nn.Sequential(nn.Linear(3, 128), nn.SiLU(), nn.Linear(128, 128), nn.SiLU(), nn.Linear(128, 2)).to(place)
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    data = torch.randn(4096, 2, device=place)

    def loss_of(x1, x0, t):
        x = (1 - t) * x0 + t * x1
        return nn.functional.mse_loss(model(torch.cat([x, t], 1)), x1 - x0)

    loss_of = arm(loss_of, mode="reduce-overhead")

    def step():
        x1 = data[torch.randint(0, 4096, (batch,), device=place)]
        x0 = torch.randn(batch, 2, device=place)
        t = torch.rand(batch, 1, device=place)
        loss = loss_of(x1, x0, t)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    def steps(n):
        for _ in range(n):
            step()

    return steps


made = {}


def case(batch):
    def run(n):
        if batch not in made:
            made[batch] = make(batch)
        made[batch](n)

    return run


serve({f"batch-{batch}": case(batch) for batch in (256, 1024, 4096)})
