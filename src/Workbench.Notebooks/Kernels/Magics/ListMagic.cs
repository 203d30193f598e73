namespace Workbench.Notebooks.Kernels.Magics;

/// <summary>Lists what can follow <c>#!</c>.</summary>
internal sealed class ListMagic : Magic
{
    public override MagicSyntax Syntax { get; } = new("lsmagic", "Lists these lines.");

    public override Task RunAsync(MagicCall call, CellRun run)
    {
        var rows = run.Kernel.Magics.Select(magic => (IReadOnlyList<string>)["#!" + magic.Name, magic.Help]).ToList();
        run.Scope.Display(PlainTable.Of(["Line", "What it does"], rows), Guid.NewGuid().ToString("N"));
        return Task.CompletedTask;
    }
}
