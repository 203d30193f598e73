using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace Workbench.LibTorch.Tests.Distributions;

public class ConstraintTests
{
    public static TheoryData<string, double[], bool[]> OfNumbers => new()
    {
        { "boolean", [0, 1, 0.5, 2], [true, true, false, false] },
        { "real", [0, double.NegativeInfinity, double.NaN], [true, true, false] },
        { "positive", [0, 1e-300, -1], [false, true, false] },
        { "nonnegative", [0, -1e-300, 3], [true, false, true] },
        { "less_than", [1.9, 2, 3], [true, false, false] },
        { "unit_interval", [0, 1, -0.1, 1.1], [true, true, false, false] },
        { "half_open_interval", [1, 2.9, 3, 0], [true, true, false, false] },
        { "integer_interval", [1, 2.5, 3, 4], [true, false, true, false] },
        { "integer_less_than", [2, 1.5, 3, -7], [true, false, false, true] },
        { "nonnegative_integer", [0, 1, 1.5, -1], [true, true, false, false] },
        { "positive_integer", [0, 1, 2], [false, true, true] },
    };

    private static constraints.Constraint Named(string name) => name switch
    {
        "boolean" => constraints.boolean,
        "real" => constraints.real,
        "positive" => constraints.positive,
        "nonnegative" => constraints.nonnegative,
        "less_than" => constraints.less_than(2),
        "unit_interval" => constraints.unit_interval,
        "half_open_interval" => constraints.half_open_interval(1, 3),
        "integer_interval" => constraints.integer_interval(1, 3),
        "integer_less_than" => new constraints._IntegerLessThan(2),
        "nonnegative_integer" => constraints.nonnegative_integer,
        _ => constraints.positive_integer,
    };

    [Theory]
    [MemberData(nameof(OfNumbers))]
    public void Of_numbers(string name, double[] values, bool[] inside)
    {
        var constraint = Named(name);
        Assert.Equal(inside, constraint.check(tensor(values)).data<bool>().ToArray());
        Assert.Equal(0, constraint.event_dim);
        Assert.Equal(name.Contains("integer", StringComparison.Ordinal) || name == "boolean", constraint.is_discrete);
    }

    [Fact]
    public void Of_vectors()
    {
        var rows = tensor(new double[,] { { 0, 1, 0 }, { 0.5, 0.25, 0.25 }, { 1, 1, 0 }, { 1.5, -0.5, 0 } });
        Assert.Equal([true, false, false, false], constraints.one_hot.check(rows).data<bool>().ToArray());
        Assert.Equal([true, true, false, false], constraints.simplex.check(rows).data<bool>().ToArray());
        Assert.Equal([true, true, false, false], constraints.multinomial(1).check(rows).data<bool>().ToArray());
        Assert.Equal([true, true, true, true], constraints.real_vector.check(rows).data<bool>().ToArray());
        Assert.Equal([true, true, true, false], constraints.independent(constraints.nonnegative, 1).check(rows).data<bool>().ToArray());
        Assert.Equal(1, constraints.real_vector.event_dim);
        Assert.False(constraints.independent(constraints.nonnegative, 2).check(rows).item<bool>());
    }

    [Fact]
    public void Of_matrices()
    {
        var lower = tensor(new double[,] { { 1, 0 }, { 0.6, 0.8 } });
        var negative = tensor(new double[,] { { -1, 0 }, { 0.6, 0.8 } });
        var symmetric = tensor(new double[,] { { 2, 1 }, { 1, 2 } });
        var singular = tensor(new double[,] { { 1, 1 }, { 1, 1 } });
        var indefinite = tensor(new double[,] { { 1, 2 }, { 2, 1 } });
        var all = stack([lower, negative, symmetric, singular, indefinite]);
        bool[] Of(constraints.Constraint constraint) => constraint.check(all).data<bool>().ToArray();
        Assert.Equal([true, true, false, false, false], Of(constraints.lower_triangular));
        Assert.Equal([true, false, false, false, false], Of(constraints.lower_cholesky));
        Assert.Equal([true, false, false, false, false], Of(constraints.corr_cholesky));
        Assert.Equal([true, true, true, true, true], Of(constraints.square));
        Assert.Equal([false, false, true, true, true], Of(constraints.symmetric));
        var symmetrical = stack([symmetric, singular, indefinite]);
        Assert.Equal([true, true, false], constraints.positive_semidefinite.check(symmetrical).data<bool>().ToArray());
        Assert.Equal([true, false, false], constraints.positive_definite.check(symmetrical).data<bool>().ToArray());
        Assert.False(constraints.positive_definite.check(lower).item<bool>());
        Assert.Equal([false, false], constraints.symmetric.check(zeros(2, 3, 4)).data<bool>().ToArray());
    }

    [Fact]
    public void Of_slices()
    {
        var values = tensor(new double[,] { { 1, -1 }, { -1, 0.5 } });
        var cat = constraints.cat([constraints.positive, constraints.real], 1, [1, 1]);
        Assert.Equal([true, true, false, true], cat.check(values).data<bool>().ToArray());
        var stack = constraints.stack([constraints.positive, constraints.unit_interval], -1);
        Assert.Equal([true, false, false, true], stack.check(values).data<bool>().ToArray());
        Assert.False(stack.is_discrete);
        Assert.Equal((1, 0), (stack.event_dim, constraints.stack([constraints.positive, constraints.unit_interval]).event_dim));
        Assert.True(constraints.stack([constraints.positive, constraints.boolean]).is_discrete);
        Assert.Equal(1, constraints.cat([constraints.simplex, constraints.real]).event_dim);
    }

    [Fact]
    public void Say_what_they_are_and_what_they_cannot_check()
    {
        Assert.Equal("_GreaterThan(lower_bound=0.5)", constraints.greater_than(0.5).ToString());
        Assert.Equal("_Interval(lower_bound=0,upper_bound=1)", constraints.unit_interval.ToString());
        Assert.Equal("_Simplex()", constraints.simplex.ToString());
        var failure = Assert.Throws<ArgumentException>(() => constraints.dependent.check(ones(1)));
        Assert.Equal("Cannot determine validity of dependent constraint", failure.Message);
        Assert.Throws<ArgumentException>(() => constraints.real_vector.check(tensor(1.0)));
    }
}
