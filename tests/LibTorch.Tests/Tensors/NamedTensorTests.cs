using TorchSharp;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Tensors;

/// <summary>Names of dimensions, against PyTorch and at their edges.</summary>
public class NamedTensorTests
{
    /// <summary>Skips where libtorch has no named tensors any more.</summary>
    public NamedTensorTests() => SkipWithoutNames();

    internal static void SkipWithoutNames()
    {
        try
        {
            zeros(1, names: ["N"]).Dispose();
        }
        catch (NotSupportedException removed)
        {
            Skip.If(new Version(__version__.Split('+')[0]) >= new Version(2, 7), removed.Message);
            throw;
        }
    }

    private static Tensor A => arange(24.0f).reshape(2, 3, 4);

    private static void Named(string?[] names, Tensor tensor) => Assert.Equal(names.AsEnumerable(), tensor.names);

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Calls = new()
    {
        ["plus one"] = n => n + 1,
        ["times partly named"] = n => n * A.refine_names("N", "...", "L"),
        ["align_to"] = n => n.align_to("L", "D", "C", "N"),
        ["align_to ellipsis"] = n => n.align_to(["D", "...", "N"]),
        ["align_as"] = n => n.align_as(zeros(1, 4, 2, 3, names: ["D", "L", "N", "C"])),
        ["flatten"] = n => n.flatten(["C", "L"], "F"),
        ["unflatten"] = n => n.unflatten("L", ("H", 2), ("W", 2)),
        ["transpose"] = n => n.transpose(0, 2),
        ["sum"] = n => n.sum(1),
        ["refine ellipsis"] = _ => A.refine_names("N", "..."),
        ["rename none"] = n => n.rename(null),
        ["select"] = n => n[0],
    };

    public static TheoryData<string> Cases => new(Calls.Keys);

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Names_and_elements_are_those_of_PyTorch(string what)
    {
        using var scope = NewDisposeScope();
        var expected = GoldenFile.Read("tensors.json").GetProperty("names").GetProperty(what);
        var actual = Calls[what](A.refine_names("N", "C", "L"));
        Assert.Equal(expected.GetProperty("names").EnumerateArray().Select(name => name.GetString()), actual.names);
        GoldenFile.AssertClose(GoldenFile.Tensor(expected.GetProperty("tensor")), actual.rename(null), what);
    }

    [SkippableFact]
    public void An_unnamed_tensor_has_a_null_for_every_dimension()
    {
        using var scope = NewDisposeScope();
        Named([null, null, null], A);
        Assert.False(A.has_names());
        Assert.False(A.rename([null, null, null]).has_names());
        Assert.Empty(tensor(1).names);
    }

    [SkippableFact]
    public void An_ellipsis_stands_for_the_names_that_are_there()
    {
        using var scope = NewDisposeScope();
        var named = zeros(1, 2, 3, 4, names: ["A", "B", "C", "D"]);
        Named(["N", "B", "C", "W"], named.rename(["N", "...", "W"]));
        Named(["N", "H", "C", "D"], named.rename(["N", "H", "..."]));
        Named(["A", "B", "H", "W"], named.rename(["...", "H", "W"]));
        Named(["N", null, null, "W"], named.rename(["N", null, null, "W"]));
        Named(["N", null, null, "W"], zeros(1, 2, 3, 4).refine_names("N", "...", "W"));
        Named(["A", "B", "C", "D"], named);
    }

    [SkippableFact]
    public void Rename_in_place_changes_the_tensor_itself()
    {
        using var scope = NewDisposeScope();
        var t = zeros(2, 2);
        Assert.Same(t, t.rename_(["N", "Length_2"]));
        Named(["N", "Length_2"], t);
        t.rename_(null);
        Assert.False(t.has_names());
    }

    [SkippableFact]
    public void Wrong_names_are_refused()
    {
        using var scope = NewDisposeScope();
        var named = zeros(2, 3, names: ["N", "C"]);
        Assert.Contains("2 dimension(s)", Assert.Throws<ArgumentException>(() => named.rename_(["N"])).Message);
        Assert.Throws<ArgumentException>(() => named.rename(["A", "B", "C", "..."]));
        Assert.Throws<ArgumentException>(() => named.flatten([], "F"));
        Assert.Throws<ArgumentException>(() => named.flatten(["A", "B", "C"], "F"));
        Assert.Throws<ArgumentException>(() => named.unflatten("C"));
        Assert.Throws<TorchException>(() => named.refine_names("N", "D"));
        Assert.Throws<TorchException>(() => named.rename(["N", "N"]));
        Assert.Throws<TorchException>(() => named.rename(["N", "not a name"]));
        Assert.Throws<TorchException>(() => named + zeros(2, 3, names: ["N", "D"]));
        Assert.Throws<ArgumentNullException>(() => named.align_to((IEnumerable<string>)null!));
    }

    [SkippableFact]
    public void Gradients_pass_through_names()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, 3, requires_grad: true, names: ["N", "C"]);
        (x.align_to("C", "N").rename(null) * 3).sum().backward();
        Assert.Equal(Enumerable.Repeat(3f, 6), x.grad!.rename(null).data<float>().ToArray());
    }
}
