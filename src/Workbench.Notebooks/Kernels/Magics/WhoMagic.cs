using Workbench.Notebooks.Display;

namespace Workbench.Notebooks.Kernels.Magics;

/// <summary>Names the variables of the language around the line.</summary>
internal sealed class WhoMagic : Magic
{
    public override MagicSyntax Syntax { get; } = new("who", "Names the variables.");

    public override Task RunAsync(MagicCall call, CellRun run)
    {
        run.Scope.Display(MimeBundle.Of(run.Language.Values.Select(value => value.Name).ToList()), Guid.NewGuid().ToString("N"));
        return Task.CompletedTask;
    }
}
