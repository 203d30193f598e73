using Spectre.Console;

namespace Workbench.Cli;

/// <summary>Where the program writes: results on one side, messages and errors on the other.</summary>
public sealed class Terminal
{
    /// <summary>Creates a terminal over two writers.</summary>
    /// <param name="output">For results.</param>
    /// <param name="error">For messages and errors.</param>
    /// <param name="isLive">Whether a person watches: lines may be rewritten and coloured.</param>
    /// <param name="width">Columns, for tables; 0 takes the window's.</param>
    public Terminal(TextWriter output, TextWriter error, bool isLive, int width = 0)
    {
        Output = output;
        Error = error;
        IsLive = isLive;
        Tables = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isLive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isLive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        if (width > 0)
            Tables.Profile.Width = width;
    }

    /// <summary>The process's own standard output and error.</summary>
    public static Terminal Console { get; } = new(
        System.Console.Out,
        System.Console.Error,
        !System.Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb"),
        // A log has no width of its own: wide enough that no table is folded.
        System.Console.IsOutputRedirected ? 160 : 0);

    /// <summary>For results.</summary>
    public TextWriter Output { get; }

    /// <summary>For messages and errors.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether a person watches: lines may be rewritten and coloured.</summary>
    public bool IsLive { get; }

    /// <summary>Draws tables on <see cref="Output"/>.</summary>
    public IAnsiConsole Tables { get; }

    /// <summary>Columns of the window.</summary>
    public int Width => Tables.Profile.Width;
}
