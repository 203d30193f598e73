namespace Workbench.Notebooks.Kernels.Magics;

/// <summary>Hides what the cell shows and prints from here on.</summary>
internal sealed class QuietMagic : Magic
{
    public override MagicSyntax Syntax { get; } = new("quiet", "Shows nothing of what the cell prints, displays or returns; errors are still shown.");

    public override Task RunAsync(MagicCall call, CellRun run)
    {
        run.Scope.Flush();
        run.Silence();
        return Task.CompletedTask;
    }
}
