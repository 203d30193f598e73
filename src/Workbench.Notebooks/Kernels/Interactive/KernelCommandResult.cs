using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace Microsoft.DotNet.Interactive;

/// <summary>How a command ended.</summary>
public sealed class KernelCommandResult
{
    internal KernelCommandResult(KernelCommand command, IReadOnlyList<KernelEvent> events)
    {
        Command = command;
        Events = events;
    }

    /// <summary>The command.</summary>
    public KernelCommand Command { get; }

    /// <summary>Its answer, if it has one, and <see cref="CommandSucceeded"/> or <see cref="CommandFailed"/>. Outputs went to the cell and are not among them.</summary>
    public IReadOnlyList<KernelEvent> Events { get; }
}
