using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// Root-mean-square normalisation of the last dimension, x/√(mean(x²) + ε)·g with a learned scale g that starts at 1
/// (arXiv 1910.07467).
/// </summary>
public sealed class RootMeanSquareNorm : nn.Module<Tensor, Tensor>
{
    private readonly double _epsilon;
    private readonly Parameter _scale;

    /// <summary>A normalisation of so many values.</summary>
    /// <param name="width">Length of the last dimension.</param>
    /// <param name="epsilon">ε, which keeps zero rows finite.</param>
    public RootMeanSquareNorm(long width, double epsilon = 1e-6)
        : base(nameof(RootMeanSquareNorm))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        _epsilon = epsilon;
        _scale = nn.Parameter(torch.ones(width));
        RegisterComponents();
    }

    /// <summary>g, [width].</summary>
    public Parameter Scale => _scale;

    /// <summary>The normalised values.</summary>
    /// <param name="x">[…, width].</param>
    /// <returns>A tensor of the same shape, whose rows have a norm of at most √width·max|g|.</returns>
    public override Tensor forward(Tensor x) => Unscaled(x) * _scale;

    /// <summary>The normalised values before they are scaled.</summary>
    internal Tensor Unscaled(Tensor x) => x * (x.square().mean([-1L], keepdim: true) + _epsilon).rsqrt();
}
