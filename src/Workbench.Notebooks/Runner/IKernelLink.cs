using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Workbench.Notebooks.Runner;

/// <summary>A kernel as the runner sees it: requests go in, events come out in one queue, its end is the last of them.</summary>
internal interface IKernelLink : IAsyncDisposable
{
    /// <summary>
    /// What the kernel says. Besides its own events: <c>stderr</c> for text on its standard error, <c>stderr-end</c> where a cell ends there.
    /// Completes when the kernel is gone.
    /// </summary>
    ChannelReader<JsonNode> Events { get; }

    /// <summary>The last text on standard error, without stack frames: where a dying process says why.</summary>
    string LastErrorText { get; }

    /// <summary>Has a cell run; <paramref name="language"/> is what its metadata or its notebook names, null for C#.</summary>
    void Run(int cell, string code, string? language);

    /// <summary>Asks the running cell to stop.</summary>
    void Cancel();

    /// <summary>Ends the kernel at once.</summary>
    void Kill();

    /// <summary>How the kernel ended, in a sentence. Call when <see cref="Events"/> has completed.</summary>
    string DescribeEnd();
}
