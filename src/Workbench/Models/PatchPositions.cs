using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// Fixed positional encodings of a grid of patches: sines and cosines of the row in the first half of a token, of the column in
/// the second, at frequencies 10000^(-k/n).
/// </summary>
internal sealed record PatchPositions(long Rows, long Columns, Tensor Values)
{
    public static PatchPositions Of(long rows, long columns, long width, Tensor like)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var frequencies = width / 4;
        var rates = (torch.arange(frequencies, dtype: ScalarType.Float64) * (-Math.Log(10_000) / frequencies)).exp();
        Tensor Encoded(long count)
        {
            var angles = torch.arange(count, dtype: ScalarType.Float64).unsqueeze(1) * rates;
            return torch.cat([angles.sin(), angles.cos()], 1);
        }

        var row = Encoded(rows).unsqueeze(1).expand(rows, columns, 2 * frequencies);
        var column = Encoded(columns).unsqueeze(0).expand(rows, columns, 2 * frequencies);
        var values = torch.cat([row, column], 2).reshape(rows * columns, width).to(like.dtype, like.device);
        return new PatchPositions(rows, columns, values.DetachFromDisposeScope());
    }

    public bool Fit(long rows, long columns, Tensor x)
        => Rows == rows && Columns == columns && Values.dtype == x.dtype && Values.device.Equals(x.device);
}
