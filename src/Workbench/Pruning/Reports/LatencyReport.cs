using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Pruning;

/// <summary>How long a forward pass takes, in evaluation mode and without gradients.</summary>
/// <param name="Milliseconds">Time of each measured pass, ascending.</param>
/// <param name="Samples">Samples of a pass.</param>
public sealed record LatencyReport(IReadOnlyList<double> Milliseconds, long Samples)
{
    /// <summary>The median time of a pass in milliseconds.</summary>
    public double Median => Quantile(0.5);

    /// <summary>Half of the passes lie between this and <see cref="Upper"/>.</summary>
    public double Lower => Quantile(0.25);

    /// <summary>Half of the passes lie between <see cref="Lower"/> and this.</summary>
    public double Upper => Quantile(0.75);

    /// <summary>Times passes one after another. Masked zeros cost what other numbers cost: only removed channels make a dense kernel faster.</summary>
    /// <param name="model">The network.</param>
    /// <param name="inputs">The samples of a pass, <c>[N, …]</c>.</param>
    /// <param name="passes">How many passes are timed.</param>
    /// <param name="warmUp">How many run before that.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no pass to time.</exception>
    public static LatencyReport Of(Module<Tensor, Tensor> model, Tensor inputs, int passes = 50, int warmUp = 10)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(passes);
        ArgumentOutOfRangeException.ThrowIfNegative(warmUp);
        var wasTraining = model.training;
        model.eval();
        try
        {
            using var noGrad = torch.no_grad();
            var times = new List<double>(passes);
            for (var pass = -warmUp; pass < passes; pass++)
            {
                using var scope = torch.NewDisposeScope();
                var watch = Stopwatch.GetTimestamp();
                // Reading a number waits until a device is done.
                model.call(inputs).flatten()[0].to_type(ScalarType.Float32).item<float>();
                if (pass >= 0) times.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
            }

            return new LatencyReport([.. times.Order()], inputs.shape[0]);
        }
        finally
        {
            model.train(wasTraining);
        }
    }

    /// <summary>Median and quartiles.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Median:G3} ms ({Lower:G3} to {Upper:G3}) for {Samples} samples, {Milliseconds.Count} passes");

    private double Quantile(double share)
    {
        var position = share * (Milliseconds.Count - 1);
        var below = Milliseconds[(int)position];
        var above = Milliseconds[(int)Math.Ceiling(position)];
        return below + ((above - below) * (position - Math.Floor(position)));
    }
}
