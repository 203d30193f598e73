using TorchSharp;
using Workbench.LibTorch.Tests.Golden;

namespace Workbench.LibTorch.Tests.Coverage;

/// <summary>The page that says what of TorchSharp is here is true, and what is missing has a reason.</summary>
public class CoverageTests
{
    private const string Accept = "WORKBENCH_ACCEPT_API";
    private static readonly string Root = Path.GetFullPath(Path.Combine(GoldenFile.Folder, "..", ".."));
    private static readonly string Folder = Path.Combine(Root, "tests", "LibTorch.Tests", "Coverage");
    private static readonly Lazy<CoverageReport> Report = new(() => new(SurfaceReference.Read(Path.Combine(Folder, "torchsharp-0.107.txt")), typeof(torch).Assembly,
        LeftOut.Read(Path.Combine(Folder, "left-out.txt")), File.ReadAllText(Path.Combine(Folder, "differences.md"))));

    [Fact]
    public void The_page_says_what_the_surface_says()
    {
        var page = Path.Combine(Root, "src", "LibTorch", "COVERAGE.md");
        var written = Report.Value.ToMarkdown();
        if (Environment.GetEnvironmentVariable(Accept) == "1") File.WriteAllText(page, written);
        Assert.True(File.Exists(page) && File.ReadAllText(page) == written,
            $"src/LibTorch/COVERAGE.md is not what the public surface says now. Write it and commit it: {Accept}=1 dotnet test tests/LibTorch.Tests -c Release --filter FullyQualifiedName~Coverage");
    }

    [Fact]
    public void Every_reason_stands_for_something_that_is_missing()
    {
        var used = Report.Value.Gaps.Select(gap => gap.Reason).ToHashSet();
        Assert.All(LeftOut.Read(Path.Combine(Folder, "left-out.txt")), reason => Assert.Contains(reason, used));
    }

    [Theory]
    [InlineData("Tensor add(Tensor other, Scalar alpha = null)", "Tensor add(Tensor other, Scalar alpha = null, Boolean fast = false)", true)]
    [InlineData("Tensor add(Tensor other, Scalar alpha = null)", "Tensor add(Tensor other, Scalar alpha)", false)]
    [InlineData("Tensor add(Tensor other)", "Tensor add(Tensor right)", false)]
    [InlineData("Tensor add(Tensor other)", "Tensor add(Tensor other, Boolean fast)", false)]
    [InlineData("static Tensor op_Addition(Tensor left, Scalar right)", "static Tensor op_Addition(Tensor a, Scalar b)", true)]
    [InlineData("static Int32 op_Explicit(Tensor value)", "static Int64 op_Explicit(Tensor value)", false)]
    [InlineData("Tensor view(Int64[] shape)", "Tensor view(params Int64[] shape)", true)]
    [InlineData("Tensor view(params Int64[] shape)", "Tensor view(Int64[] shape)", false)]
    [InlineData("Void f((Int64 a, Int64 b) pair, Dictionary<String, Int32> map)", "Void f((Int64, Int64) pair, Dictionary<String, Int32> map)", true)]
    [InlineData("Tensor renorm(Single p, Int64 dim)", "Tensor renorm(Scalar p, Int64 dim)", true)]
    [InlineData("Tensor renorm(Single p, Int64 dim)", "Tensor renorm(Scalar p, Int32 dim)", false)]
    [InlineData("Tensor clip(Scalar min = null)", "Tensor clip(Scalar? min = null)", true)]
    [InlineData("Tensor sum(Int64? dim = null)", "Tensor sum(Int64 dim = 0)", false)]
    [InlineData("Sequential Item[Range index] { get; }", "Sequential SequentialItems[Range index] { get; }", true)]
    [InlineData("IDictionary<String, Tensor> state { get; }", "IDictionary<String, Tensor> state { get; }", true)]
    [InlineData("Tensor names { get; }", "Tensor names { get; set; }", true)]
    public void A_member_covers_another_when_every_call_of_that_one_binds(string wanted, string own, bool covers) =>
        Assert.Equal(covers, SurfaceMember.Parse(own).Covers(SurfaceMember.Parse(wanted)));
}
