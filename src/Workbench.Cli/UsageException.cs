namespace Workbench.Cli;

/// <summary>What was asked for cannot be done; the message says in one paragraph what was given and what is expected.</summary>
public sealed class UsageException(string message) : Exception(message);
