import torch
from torch import nn


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
