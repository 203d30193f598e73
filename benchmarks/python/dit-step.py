import torch
from torch import nn
from torch.nn import functional as F
from worker import arm, device, half, serve

BATCH, TOKENS, VALUES, WIDTH, DEPTH, HEADS = 64, 256, 16, 384, 12, 6
torch.manual_seed(0)


class Block(nn.Module):
    """adaLN-zero without its zeros: what is computed is the same."""

    def __init__(self):
        super().__init__()
        self.modulation, self.attention, self.mixed = nn.Linear(WIDTH, 6 * WIDTH), nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.wide, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def attend(self, x):
        q, k, v = self.attention(x).reshape(BATCH, TOKENS, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        return self.mixed(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(BATCH, TOKENS, WIDTH))

    def forward(self, x, condition):
        m = self.modulation(condition).unsqueeze(1).chunk(6, 2)
        x = x + m[2] * self.attend(F.layer_norm(x, (WIDTH,)) * (1 + m[1]) + m[0])
        return x + m[5] * self.narrow(F.gelu(self.wide(F.layer_norm(x, (WIDTH,)) * (1 + m[4]) + m[3])))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.patches, self.last = nn.Linear(VALUES, WIDTH), nn.Linear(WIDTH, VALUES)
        self.time = nn.Sequential(nn.Linear(1, WIDTH), nn.SiLU(), nn.Linear(WIDTH, WIDTH))
        self.blocks = nn.ModuleList(Block() for _ in range(DEPTH))

    def forward(self, x, t):
        condition = F.silu(self.time(t))
        tokens = self.patches(x)
        for one in self.blocks:
            tokens = one(tokens, condition)
        return self.last(F.layer_norm(tokens, (WIDTH,)))


model = Transformer().to(device())
optimizer = torch.optim.Adam(model.parameters(), 1e-3)
latents = torch.randn(BATCH, TOKENS, VALUES, device=device())
network = arm(model)


def step():
    x0 = torch.randn_like(latents)
    t = torch.rand(BATCH, 1, device=device())
    x = x0 + t.unsqueeze(2) * (latents - x0)
    with half():
        loss = F.mse_loss(network(x, t).float(), latents - x0)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def steps(n):
    for _ in range(n):
        step()


serve({"step": steps})
