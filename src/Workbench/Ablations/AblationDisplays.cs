using Spectre.Console;

namespace Workbench.Ablations;

/// <summary>Chooses how progress is shown where the ablation runs.</summary>
internal static class AblationDisplays
{
    /// <summary>
    /// Nothing when <c>WORKBENCH_PROGRESS=0</c>; one rewritten line in a notebook; a bar in a terminal; lines now and then where standard
    /// output goes to a file or a pipe.
    /// </summary>
    public static IAblationDisplay Here()
    {
        if (Environment.GetEnvironmentVariable("WORKBENCH_PROGRESS") == "0") return new PlainDisplay(TextWriter.Null, TimeProvider.System);
        if (Interruption.InNotebook) return new LineDisplay(Console.Out, TimeProvider.System);
        return Console.IsOutputRedirected ? new PlainDisplay(Console.Out, TimeProvider.System) : new SpectreDisplay(AnsiConsole.Console);
    }
}
