namespace Workbench.Cli.Reproduction;

/// <summary>How long a reproduction may take.</summary>
/// <param name="Minutes">Minutes; null for as long as it takes.</param>
internal readonly record struct Budget(double? Minutes)
{
    /// <summary>The budget asked for.</summary>
    /// <exception cref="UsageException">It is no time.</exception>
    public static Budget Of(double? minutes) => minutes is null or (> 0 and <= 100_000)
        ? new(minutes)
        : throw new UsageException($"--budget is {minutes}; expected minutes, more than 0.");

    /// <summary>Cancelled when the time is over, or with <paramref name="cancellation"/>. The clock starts now.</summary>
    public CancellationTokenSource Ending(CancellationToken cancellation)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (Minutes is { } minutes)
            source.CancelAfter(TimeSpan.FromMinutes(minutes));
        return source;
    }
}
