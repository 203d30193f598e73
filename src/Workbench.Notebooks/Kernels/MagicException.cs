using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Kernels;

/// <summary>A line that speaks to the kernel cannot be understood or obeyed.</summary>
internal sealed class MagicException(string message, params string[] explanation) : Exception(message)
{
    /// <summary>True when the message says where.</summary>
    public bool IsPlaced { get; private init; }

    /// <summary>The same, said of a place: <c>Cell [3], line 2</c>.</summary>
    public MagicException At(string place) => new($"{place}: {Message}", explanation) { IsPlaced = true };

    public CellError ToError() => new("MagicError", Message, [$"\u001b[31m{Message}\u001b[0m", .. explanation]);
}
