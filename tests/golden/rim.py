"""
Reference values for Workbench.Reconstruction, from PyTorch: python3 tests/golden/rim.py > tests/golden/rim.json
A recurrent inference machine written a second time: three updates of two small images, measured by two coils.
"""
import json

import torch

torch.manual_seed(32)
torch.set_default_dtype(torch.float64)
F, T, N, C, H, W, SCALE = 3, 3, 2, 2, 6, 4, 4.0


def rounded(tensor):
    tensor = torch.view_as_real(tensor) if tensor.is_complex() else tensor
    return [float(f"{v:.12g}") for v in tensor.detach().reshape(-1).tolist()]


first = torch.nn.Conv2d(4, F, 5, padding=2, padding_mode="replicate")
second = torch.nn.Conv2d(F, F, 3, padding=2, dilation=2, padding_mode="replicate")
last = torch.nn.Conv2d(F, 2, 3, padding=1, bias=False, padding_mode="replicate")
units = [torch.nn.GRUCell(F, F), torch.nn.GRUCell(F, F)]
for unit in units:
    unit.bias_hh.data.zero_()

coils = torch.randn(N, C, H, W, dtype=torch.complex128)
coils = coils / coils.abs().square().sum(1, keepdim=True).sqrt()
mask = (torch.rand(N, H, W) < 0.5).double()
truth = torch.randn(N, H, W, dtype=torch.complex128)


def forward(x):
    return torch.fft.fft2(coils * x[:, None], norm="ortho") * mask[:, None]


samples = (forward(truth) + 0.02 * torch.randn(N, C, H, W, dtype=torch.complex128)) * mask[:, None]


def pixelwise(unit, x, h):
    """The cell at every pixel."""
    flat = lambda z: z.permute(0, 2, 3, 1).reshape(-1, F)
    return unit(flat(x), flat(h)).reshape(N, H, W, F).permute(0, 3, 1, 2)


def gradient(x):
    """Of half the squared residual, by automatic differentiation."""
    pair = torch.view_as_real(x.detach()).clone().requires_grad_()
    loss = 0.5 * torch.view_as_real(forward(torch.view_as_complex(pair)) - samples).square().sum()
    return torch.view_as_complex(torch.autograd.grad(loss, pair)[0])


x = torch.fft.ifft2(samples, norm="ortho")
x = (coils.conj() * x).sum(1)
zero_filled, first_gradient = x, gradient(x)
states = [torch.zeros(N, F, H, W), torch.zeros(N, F, H, W)]
estimates = []
with torch.no_grad():
    for _ in range(T):
        with torch.enable_grad():
            g = gradient(x) * SCALE
        out = first(torch.stack([x.real, x.imag, g.real, g.imag], 1)).relu()
        states[0] = pixelwise(units[0], out, states[0])
        states[1] = pixelwise(units[1], second(states[0]).relu(), states[1])
        step = last(states[1])
        x = x + torch.complex(step[:, 0], step[:, 1])
        estimates.append(x)

parameters = {"first.weight": first.weight, "first.bias": first.bias, "second.weight": second.weight, "second.bias": second.bias, "last.weight": last.weight}
for name, unit in (("firstUnit", units[0]), ("secondUnit", units[1])):
    parameters.update({f"{name}.weight_ih": unit.weight_ih, f"{name}.weight_hh": unit.weight_hh, f"{name}.bias": unit.bias_ih})
print(json.dumps({
    "torch": torch.__version__, "channels": F, "steps": T, "shape": [N, C, H, W], "scale": SCALE, "parameters": {k: rounded(p) for k, p in parameters.items()},
    "coils": rounded(coils), "mask": rounded(mask), "samples": rounded(samples), "zeroFilled": rounded(zero_filled), "gradient": rounded(first_gradient),
    "estimates": [rounded(e) for e in estimates]}))
