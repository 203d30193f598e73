using TorchSharp;
using Workbench.Activations;
using static TorchSharp.torch;

namespace Workbench.Tests.Activations;

using Activations = Workbench.Activations.Activations;

public class ActivationListTests
{
    [Fact]
    public void Names_are_unique_and_found_in_any_case()
    {
        Assert.Equal(Activations.BuiltIn.Count, Activations.BuiltIn.Select(a => a.Name.ToUpperInvariant()).Distinct().Count());
        Assert.Equal("golu", Activations.ByName("GoLU").Name);
        Assert.All(Activations.BuiltIn, a => Assert.NotEmpty(a.Formula));
        Assert.Contains("'smelu'", Assert.Throws<ArgumentException>(() => Activations.ByName("smellu")).Message);
        Assert.Contains("'geglu'", Assert.Throws<ArgumentException>(() => GatedUnit.ByName("gegl")).Message);
    }

    [Fact]
    public void Parameters_out_of_range_are_named_with_the_range()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Smelu(0));
        Assert.Equal("beta", error.ParamName);
        Assert.Contains("above 0", error.Message);
        Assert.Contains("-0.1", Assert.Throws<ArgumentOutOfRangeException>(() => new Helu(-0.1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Golu(beta: double.NaN));
        Assert.Contains("[0, 1]", Assert.Throws<ArgumentOutOfRangeException>(() => new ReluSilu(1.5)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Vra(0.9, 0.4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Vra(0.5, 1).With("alpha", 2));
        Assert.Contains("'gamma'", Assert.Throws<ArgumentException>(() => Activations.ByName("aptx").With("gama", 1)).Message);
        Assert.Throws<ArgumentException>(() => new MatrixActivation([0, 0]));
        Assert.Throws<ArgumentException>(() => new Helu().Trained());
        Assert.Contains("3 channels", Assert.Throws<ArgumentException>(() => new Swish().ToModule(3).call(torch.zeros(2, 4))).Message);
    }

    [Fact]
    public void A_definition_enters_the_list_and_is_tried_at_once()
    {
        try
        {
            var mine = Activations.Define("mine_list", x => x * torch.sigmoid(x));
            Assert.Contains(mine, Activations.All);
            Assert.Same(mine, Activations.ByName("MINE_LIST"));
            Assert.True(mine.IsPointwise);
            // The facts are measured: those of SiLU.
            var silu = new Silu().Facts;
            Assert.Equal(silu.SecondMoment, mine.Facts.SecondMoment, 1e-6);
            Assert.Equal(silu.Lipschitz, mine.Facts.Lipschitz, 1e-3);
            Assert.Equal(silu.Lowest, mine.Facts.Lowest, 1e-5);
            Assert.Equal(double.PositiveInfinity, mine.Facts.Highest);
            Assert.False(mine.Facts.Monotone);
            Assert.Empty(mine.Facts.Kinks);

            var again = Activations.Define("mine_list", x => nn.functional.relu(x - 0.25));
            Assert.Same(again, Activations.ByName("mine_list"));
            Assert.Single(Activations.All, a => a.Name == "mine_list");
            Assert.Equal(0.25, Assert.Single(again.Facts.Kinks), 1e-3);
            Assert.True(again.Facts.Monotone);
            Assert.False(Activations.Define("mine_list", x => torch.softmax(x, -1)).IsPointwise);
        }
        finally
        {
            Assert.True(Activations.Forget("mine_list"));
        }

        Assert.DoesNotContain(Activations.All, a => a.Name == "mine_list");
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => Activations.Define("mine_shape", x => x.sum(-1))).Message);
        Assert.Contains("Float64", Assert.Throws<ArgumentException>(() => Activations.Define("mine_dtype", x => x.to_type(ScalarType.Float64))).Message);
        Assert.Contains("relu", Assert.Throws<ArgumentException>(() => Activations.Define("ReLU", x => x)).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Measured_facts_agree_with_declared_ones()
    {
        // The steps of reduced_precision are finer than the grid's idea of a jump; x·cos x grows while its last swing stays below an earlier one.
        foreach (var activation in Activations.BuiltIn.Where(a => a.IsPointwise && a.Name is not ("reduced_precision" or "gcu")))
        {
            var (declared, measured) = (activation.Facts, ActivationMeasurement.Of(activation));
            Assert.True(declared.Monotone == measured.Monotone, activation.Name);
            Assert.True(Math.Abs(declared.SecondMoment - measured.SecondMoment) < 1e-4, $"{activation.Name}: {measured.SecondMoment}");
            if (double.IsFinite(declared.Lipschitz))
                Assert.True(Math.Abs(declared.Lipschitz - measured.Lipschitz) < 2e-3, $"{activation.Name}: {measured.Lipschitz}");
            Assert.True(double.IsInfinity(declared.Highest) == double.IsInfinity(measured.Highest), activation.Name);
            Assert.True(double.IsInfinity(declared.Lowest) == double.IsInfinity(measured.Lowest), activation.Name);
        }
    }

    [Fact]
    public void Facts_at_other_parameters_are_measured()
    {
        var sharp = new Swish(2).Facts;
        Assert.Equal(-0.27846454276 / 2, sharp.Lowest, 1e-5);
        Assert.Equal(new Aptx().Facts.SecondMoment, sharp.SecondMoment, 1e-6);
        Assert.False(new PRelu(-1).Facts.Monotone);
        Assert.Equal(1, new PRelu(-1).Facts.SecondMoment, 1e-6);
    }
}
