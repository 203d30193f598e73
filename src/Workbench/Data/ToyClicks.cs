using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Data;

/// <summary>Rows of features and whether they were clicked.</summary>
/// <param name="Features">float32 [rows, features].</param>
/// <param name="Clicks">0 or 1, float32 [rows].</param>
/// <param name="Probabilities">What the clicks were drawn with, float32 [rows].</param>
public sealed record ClickRows(Tensor Features, Tensor Clicks, Tensor Probabilities) : IDisposable
{
    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        Features.Dispose();
        Clicks.Dispose();
        Probabilities.Dispose();
    }
}

/// <summary>
/// A stand-in for logs of clicks on advertisements: independent normal features, and clicks drawn with the probability σ(m + s·g(x)), where the
/// teacher g is a random two-layer network a·tanh(Wx), scaled to deviation 1. By symmetry the logit's mean is m.
/// </summary>
/// <remarks><code>using var rows = new ToyClicks(seed).Draw(8000, new Generator(1));   // [8000, 20] and [8000]</code></remarks>
public sealed class ToyClicks
{
    private const int Reference = 20_000;
    private readonly float[] _inner;
    private readonly float[] _outer;

    /// <summary>A teacher.</summary>
    /// <param name="seed">Seed of its weights.</param>
    /// <param name="features">Features of a row.</param>
    /// <param name="hidden">Hidden units of the teacher.</param>
    /// <param name="mean">m, the mean of the logit.</param>
    /// <param name="deviation">s, the deviation of the logit, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ToyClicks(int seed, int features = 20, int hidden = 16, double mean = -1, double deviation = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        if (!double.IsFinite(mean))
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean of the logit is a number.");
        if (!(deviation > 0 && double.IsFinite(deviation)))
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "The deviation of the logit is a positive number.");
        (Features, Mean) = (features, mean);
        using var scope = torch.NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        // Pre-activations of deviation 1.5 reach where tanh bends.
        var inner = torch.randn([features, hidden], generator: generator) * 1.5 / Math.Sqrt(features);
        var outer = torch.randn([hidden, 1], generator: generator);
        var scores = torch.randn([Reference, features], generator: generator).matmul(inner).tanh().matmul(outer);
        outer = outer * (deviation / scores.std().item<float>());
        (_inner, _outer) = (inner.data<float>().ToArray(), outer.data<float>().ToArray());
    }

    /// <summary>Features of a row.</summary>
    public int Features { get; }

    /// <summary>The mean of the logit.</summary>
    public double Mean { get; }

    /// <summary>Draws rows.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="generator">Source of the features and clicks, on the CPU.</param>
    /// <exception cref="ArgumentOutOfRangeException">No rows.</exception>
    public ClickRows Draw(int rows, Generator generator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentNullException.ThrowIfNull(generator);
        using var scope = torch.NewDisposeScope();
        var x = torch.randn([rows, Features], generator: generator);
        var probabilities = (x.matmul(torch.tensor(_inner).reshape(Features, -1)).tanh().matmul(torch.tensor(_outer)) + Mean).sigmoid();
        var clicks = torch.rand([rows], generator: generator).lt(probabilities).to_type(ScalarType.Float32);
        return new ClickRows(x.MoveToOuterDisposeScope(), clicks.MoveToOuterDisposeScope(), probabilities.MoveToOuterDisposeScope());
    }
}
