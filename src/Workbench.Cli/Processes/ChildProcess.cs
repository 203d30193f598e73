using System.Diagnostics;
using System.Text;

namespace Workbench.Cli.Processes;

/// <summary>How a child process ended.</summary>
/// <param name="ExitCode">Its exit code; -1 when it was ended for taking too long.</param>
/// <param name="Output">What it wrote, standard output and error as they came.</param>
/// <param name="TimedOut">Whether it took too long.</param>
internal sealed record ChildResult(int ExitCode, string Output, bool TimedOut);

/// <summary>Runs other programs.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program to its end; nothing is on its standard input.</summary>
    /// <param name="program">The program, searched on PATH.</param>
    /// <param name="arguments">Its arguments, each as it is.</param>
    /// <param name="limit">After this time it and its children are ended.</param>
    /// <param name="environment">Variables to set; null removes one.</param>
    /// <param name="cancellation">Ends it and its children.</param>
    public static async Task<ChildResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        TimeSpan limit,
        IReadOnlyDictionary<string, string?>? environment = null,
        CancellationToken cancellation = default)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        DataReceivedEventHandler keep = (_, line) =>
        {
            if (line.Data is not null)
            {
                lock (output)
                    output.AppendLine(line.Data);
            }
        };
        process.OutputDataReceived += keep;
        process.ErrorDataReceived += keep;
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(limit);
        var timedOut = false;
        try
        {
            await process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            timedOut = true;
        }

        lock (output)
            return new ChildResult(timedOut ? -1 : process.ExitCode, output.ToString(), timedOut);
    }
}
