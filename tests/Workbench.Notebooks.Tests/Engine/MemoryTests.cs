namespace Workbench.Notebooks.Tests.Engine;

[Collection(AloneCollection.Name)]
public class MemoryTests
{
    [Fact]
    public async Task Cells_keep_little_memory()
    {
        var cells = new Cells();
        for (var i = 0; i < 20; i++)
            await cells.Run($"var w{i} = {i};\ndisplay(w{i} + 1);");
        var before = Kept();
        const int count = 200;
        for (var i = 0; i < count; i++)
            await cells.Run($"var v{i} = {i};\ndisplay(v{i} + 1);");
        // About 45 KB a cell. A compilation that keeps all references, or its PDB, would show.
        Assert.InRange((Kept() - before) / count, 0, 60_000);
        Assert.Equal("199", await cells.Value("v199"));
    }

    /// <summary>What is kept once nothing more is let go of: threads of earlier tests may still be ending.</summary>
    private static long Kept()
    {
        for (var kept = long.MaxValue; ;)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var now = GC.GetTotalMemory(forceFullCollection: true);
            if (now > kept - (64 << 10))
                return now;
            kept = now;
            Thread.Sleep(200);
        }
    }
}
