using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Display;

/// <summary>What notebooks write without any using.</summary>
[Collection(EngineCollection.Name)]
public sealed class DisplayInCellsTests
{
    [Fact]
    public async Task Display_helpers_are_in_scope()
    {
        var cells = new Cells();
        Assert.Equal(["display:Seed  Loss\n----  ----\n   1   0.5"], await cells.Run("new[] { new { Seed = 1, Loss = 0.5 } }.DisplayTable();"));
        Assert.Equal(["result:\\alpha"], await cells.Run("(LaTeXString)@\"\\alpha\""));
        Assert.Equal(["result:[ 1, 2 ]"], await cells.Run("new[] { 1, 2 }.ToDisplayString()"));
        Assert.Equal(["display:1", "update:2"], await cells.Run("var shown = display(1); shown.Update(2);"));
        Assert.Equal(["update:3"], await cells.Run("shown.Update(3);"));
        Assert.Equal(["result:<b>1 &lt; 2</b>"], await cells.Run("using static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;\nb(\"1 < 2\")"));
        var progress = await cells.Run("foreach (var i in Enumerable.Range(0, 3).WithProgress(\"items\")) { }");
        Assert.StartsWith("display:items [....................] 0/3", progress[0]);
        Assert.StartsWith("update:items [####################] 3/3 · 100%", progress[^1]);
    }
}
