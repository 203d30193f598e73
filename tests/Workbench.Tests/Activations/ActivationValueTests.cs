using TorchSharp;
using Workbench.Activations;
using static TorchSharp.torch;

namespace Workbench.Tests.Activations;

using Activations = Workbench.Activations.Activations;

/// <summary>Every activation of the list against reference values, its declared facts, and finite differences.</summary>
public class ActivationValueTests
{
    public static TheoryData<string> Names => [.. Activations.BuiltIn.Select(a => a.Name)];

    public static TheoryData<string> Pointwise => [.. Activations.BuiltIn.Where(a => a.IsPointwise).Select(a => a.Name)];

    [Fact]
    public void Values_and_slopes_are_those_of_the_reference_file()
    {
        var points = ActivationCases.Points();
        Assert.Equal(56, points.Count);
        var wrong = new List<string>();
        foreach (var (dtype, tolerance) in new[] { (ScalarType.Float64, 1e-9), (ScalarType.Float32, 2e-6) })
        {
            foreach (var row in points)
            {
                var activation = ActivationCases.Named(row.Name, row.Parameters);
                var (value, slope) = ActivationMeasurement.ValueAndSlope(activation, torch.tensor(row.X, dtype: dtype));
                Compare(row.Value, value, "f");
                Compare(row.Slope, slope, "f'");

                void Compare(double[] expected, Tensor given, string what)
                {
                    var found = given.to_type(ScalarType.Float64).data<double>().ToArray();
                    for (var i = 0; i < expected.Length; i++)
                    {
                        // The file has ten significant digits.
                        if (!(Math.Abs(expected[i] - found[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i]))))
                            wrong.Add($"{dtype} {row.Name} {row.Parameters} {what}({row.X[i]}) = {found[i]:G10}, expected {expected[i]:G10}");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Theory]
    [MemberData(nameof(Pointwise))]
    public void Moments_and_facts_are_those_of_the_reference(string name)
    {
        var activation = Activations.ByName(name);
        var facts = activation.Facts;
        var expected = ActivationCases.Moments(name)!.Value;
        double Of(string key) => expected.GetProperty(key).GetDouble();
        var moments = ActivationMeasurement.Moments(activation, facts.Kinks);
        Assert.Equal(Of("mean"), moments.Mean, 1e-6);
        Assert.Equal(Of("second"), moments.Second, 1e-6);
        if (!activation.HasSurrogateGradient)
        {
            Assert.Equal(Of("slope_second"), moments.SlopeSecond, 1e-6);
            Assert.Equal(Of("chi"), moments.Chi, 1e-6);
        }

        Assert.Equal(Of("second"), facts.SecondMoment, 1e-6);
        Assert.Equal(1 / Math.Sqrt(Of("second")), facts.Gain, 1e-5);
        Near(facts.Lowest, Of("lowest"), 5);
        Near(facts.Highest, Of("highest"), 5);
        if (double.IsFinite(facts.Lipschitz))
            Assert.Equal(Of("largest_slope"), facts.Lipschitz, 1e-5);

        // An end that is declared infinite is far out on [-60, 60].
        void Near(double declared, double seen, double far)
        {
            if (double.IsInfinity(declared))
                Assert.True(Math.Abs(seen) > far || name == "leaky_relu", $"declared without bound, but {seen} at ±60");
            else
                Assert.Equal(seen, declared, Math.Abs(declared) == 1 / Math.PI ? 1e-4 : 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Pointwise))]
    public void Facts_hold_on_a_grid(string name)
    {
        var activation = Activations.ByName(name);
        var facts = activation.Facts;
        var x = torch.linspace(-15, 15, 30_001, dtype: ScalarType.Float64);
        var y = activation.Apply(x);
        var (low, high) = (y.min().item<double>(), y.max().item<double>());
        Assert.True(low >= facts.Lowest - 1e-8 && high <= facts.Highest + 1e-8, $"[{low}, {high}] outside [{facts.Lowest}, {facts.Highest}]");
        var steps = y.diff(1, 0);
        var (fall, rise) = (steps.min().item<double>(), steps.max().item<double>());
        Assert.Equal(facts.Monotone, fall >= -1e-12 || rise <= 1e-12);
        var secant = Math.Max(-fall, rise) / 1e-3;
        Assert.True(secant <= facts.Lipschitz + 1e-7, $"slope {secant} above {facts.Lipschitz}");
        if (double.IsFinite(facts.Lipschitz))
            Assert.True(secant > facts.Lipschitz - 1e-3, $"largest slope {secant}, declared {facts.Lipschitz}");

        // Away from the declared kinks the slope has none.
        if (activation.HasSurrogateGradient)
            return;
        var (_, slope) = ActivationMeasurement.ValueAndSlope(activation, x);
        var points = x.data<double>().ToArray();
        var turns = slope.diff(1, 0).abs().data<double>().ToArray();
        for (var i = 0; i < turns.Length; i++)
        {
            var nearKink = facts.Kinks.Any(k => k >= points[i] - 1e-9 && k <= points[i + 1] + 1e-9);
            Assert.True(nearKink || turns[i] < 0.03 * Math.Max(1, Math.Abs(points[i])), $"the slope jumps by {turns[i]} at {points[i]}");
        }

        foreach (var kink in facts.Kinks)
        {
            var (_, sides) = ActivationMeasurement.ValueAndSlope(activation, torch.tensor(new[] { kink - 1e-9, kink + 1e-9 }));
            var (left, right) = (sides[0].item<double>(), sides[1].item<double>());
            var ends = activation.Apply(torch.tensor(new[] { kink - 1e-9, kink + 1e-9 }));
            Assert.True(Math.Abs(right - left) > 0.05 || Math.Abs(ends[1].item<double>() - ends[0].item<double>()) > 0.01, $"no kink at {kink}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_finite_differences(string name)
    {
        var activation = Activations.ByName(name);
        if (activation.HasSurrogateGradient)
            return;
        using var generator = new Generator(11);
        var x = torch.randn([40], dtype: ScalarType.Float64, generator: generator) * 2;
        foreach (var kink in activation.Facts.Kinks)
            x = torch.where((x - kink).abs() < 1e-3, x + 0.01, x);
        var weights = torch.randn([40], dtype: ScalarType.Float64, generator: generator);
        var leaf = x.clone().requires_grad_();
        (activation.Apply(leaf) * weights).sum().backward();
        // The gate's spread is, on purpose, a constant for the gradient.
        if (activation is VarianceAdaptiveGate)
            return;
        var found = leaf.grad!.data<double>().ToArray();
        const double h = 1e-6;
        for (var i = 0; i < 40; i++)
        {
            double At(double shift)
            {
                var moved = x.clone();
                moved[i] = moved[i] + shift;
                return (activation.Apply(moved) * weights).sum().item<double>();
            }

            Assert.Equal((At(h) - At(-h)) / (2 * h), found[i], 2e-6 * Math.Max(1, Math.Abs(found[i])));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Shape_dtype_NaN_and_the_input_are_kept(string name)
    {
        var activation = Activations.ByName(name);
        foreach (var dtype in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            var x = torch.linspace(-4, 4, 24, dtype: dtype).view(2, 3, 4);
            var before = x.clone();
            var y = activation.Apply(x);
            Assert.Equal([2L, 3, 4], y.shape);
            Assert.Equal(dtype, y.dtype);
            Assert.True(x.eq(before).all().item<bool>());
            Assert.Equal([0L, 3], activation.Apply(torch.zeros([0, 3], dtype: dtype)).shape);
        }

        var broken = activation.Apply(torch.tensor(new[] { 1f, float.NaN, -1f }));
        Assert.True(float.IsNaN(broken[1].item<float>()), "NaN went in, a number came out");
        Assert.Contains(name, Assert.Throws<ArgumentException>(() => activation.Apply(torch.ones(3, dtype: ScalarType.Int64))).Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Modules_start_as_the_function_and_train_what_is_declared(string name)
    {
        var activation = Activations.ByName(name);
        var module = activation.ToModule();
        module.eval();
        var x = torch.linspace(-2, 2, 24).view(2, 3, 4);
        if (activation is not VarianceAdaptiveGate)
            Assert.True((module.call(x) - activation.Apply(x)).abs().max().item<float>() < 1e-6);
        var trained = activation.Parameters.Count(p => p.IsTrained);
        Assert.Equal(trained, module.parameters().Sum(p => p.numel()));
        if (trained == 0)
            return;
        module.call(x).square().sum().backward();
        Assert.All(module.parameters(), p => Assert.True(p.grad is not null && p.grad.isfinite().all().item<bool>()));
        Assert.Contains(module.parameters(), p => p.grad!.abs().max().item<float>() > 0);
        Assert.DoesNotContain(activation.Frozen().ToModule().parameters(), p => p.requires_grad);
    }
}
