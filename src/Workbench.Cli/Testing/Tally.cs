namespace Workbench.Cli.Testing;

/// <summary>A test that failed.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Details">Message, stack and output, as far as there is any.</param>
internal sealed record Failure(string Name, string Details);

/// <summary>What came of a group of tests.</summary>
/// <param name="Passed">How many passed.</param>
/// <param name="Skipped">How many were skipped.</param>
/// <param name="Failures">Those that failed.</param>
internal sealed record Tally(int Passed, int Skipped, IReadOnlyList<Failure> Failures)
{
    /// <summary>No tests.</summary>
    public static Tally None { get; } = new(0, 0, []);

    /// <summary>One test that passed.</summary>
    public static Tally Pass { get; } = new(1, 0, []);

    /// <summary>How many tests there were.</summary>
    public int Total => Passed + Skipped + Failures.Count;

    /// <summary>One test that failed.</summary>
    public static Tally Fail(string name, string details) => new(0, 0, [new Failure(name, details)]);

    /// <summary>The tests of both groups.</summary>
    public static Tally operator +(Tally left, Tally right) =>
        new(left.Passed + right.Passed, left.Skipped + right.Skipped, [.. left.Failures, .. right.Failures]);

    /// <summary><c>N passed, M failed</c>, and <c>, K skipped</c> when there are any.</summary>
    public override string ToString() =>
        $"{Passed} passed, {Failures.Count} failed" + (Skipped > 0 ? $", {Skipped} skipped" : "");
}
