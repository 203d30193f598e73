using Workbench.Cli.Running;

namespace Workbench.Cli.Tests;

public sealed class NotebookPathTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public NotebookPathTests()
    {
        foreach (var name in new[] { "00-start-here", "01-rectified-flow", "10-pruning", "compare-solvers", "compare-losses" })
            _sandbox.WriteNotebook($"{name}.ipynb", "1");
    }

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("01-rectified-flow.ipynb", "01-rectified-flow")]
    [InlineData("01-rectified-flow", "01-rectified-flow")]
    [InlineData("01", "01-rectified-flow")]
    [InlineData("1", "01-rectified-flow")]
    [InlineData("0", "00-start-here")]
    [InlineData("10", "10-pruning")]
    [InlineData("compare-s", "compare-solvers")]
    public void A_short_name_means_the_notebook_it_fits(string argument, string expected) =>
        Assert.Equal(_sandbox[$"notebooks/{expected}.ipynb"], Assert.Single(NotebookPath.ResolveAll(new Checkout(_sandbox.Root), [argument])));

    [Fact]
    public void A_name_that_fits_two_is_refused_with_both()
    {
        var refused = Assert.Throws<UsageException>(() => NotebookPath.ResolveAll(new Checkout(_sandbox.Root), ["compare-"]));
        Assert.Contains("compare-solvers.ipynb", refused.Message);
        Assert.Contains("compare-losses.ipynb", refused.Message);
    }

    [Fact]
    public void Checkpoints_of_an_editor_are_no_notebooks()
    {
        _sandbox.Write("notebooks/.ipynb_checkpoints/01-copy.ipynb", "{}");
        Assert.Equal(5, NotebookPath.All(new Checkout(_sandbox.Root)).Count);
    }
}
