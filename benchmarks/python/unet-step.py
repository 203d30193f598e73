import torch
from torch import nn
from worker import serve

torch.manual_seed(0)


def block(a, b):
    return nn.Sequential(nn.Conv2d(a, b, 3, padding=1), nn.GroupNorm(8, b), nn.SiLU(), nn.Conv2d(b, b, 3, padding=1), nn.GroupNorm(8, b), nn.SiLU())


class UNet(nn.Module):
    """28 -> 14 -> 7 and back, with the time as a second channel, group norms and skips."""

    def __init__(self):
        super().__init__()
        self.down1, self.down2, self.middle, self.up2, self.up1 = block(2, 16), block(16, 32), block(32, 32), block(64, 16), block(32, 16)
        self.pool, self.grow, self.last = nn.AvgPool2d(2), nn.Upsample(scale_factor=(2, 2)), nn.Conv2d(16, 1, 1)

    def forward(self, x, t):
        first = self.down1(torch.cat([x, t.expand_as(x)], 1))
        second = self.down2(self.pool(first))
        third = self.middle(self.pool(second))
        fourth = self.up2(torch.cat([self.grow(third), second], 1))
        return self.last(self.up1(torch.cat([self.grow(fourth), first], 1)))


model = UNet()
optimizer = torch.optim.Adam(model.parameters(), 1e-3)
images = torch.randn(64, 1, 28, 28)


def step():
    x0 = torch.randn_like(images)
    t = torch.rand(64, 1, 1, 1)
    x = (1 - t) * x0 + t * images
    loss = nn.functional.mse_loss(model(x, t), images - x0)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def steps(n):
    for _ in range(n):
        step()


serve({"step": steps})
