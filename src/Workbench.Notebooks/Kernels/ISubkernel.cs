using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Kernels;

/// <summary>One language of a notebook. Its methods are called on the cell thread.</summary>
internal interface ISubkernel
{
    /// <summary>What cells call it: <c>#!name</c>.</summary>
    string Name { get; }

    /// <summary>Other names of it.</summary>
    IReadOnlyList<string> Aliases { get; }

    /// <summary>The line that chooses it, with options for the text that follows.</summary>
    MagicSyntax Syntax => new(Name, $"The rest of the cell is {Name}.") { Aliases = Aliases };

    /// <summary>Runs a piece of a cell and shows its value, if it has one, through the scope.</summary>
    /// <exception cref="CompilationException">The code cannot be compiled; nothing of it has run.</exception>
    Task RunAsync(Submission submission, CellScope scope);

    /// <summary>The variables that cells of this language have declared, newest declaration of a name only, in the order of declaration.</summary>
    IReadOnlyList<KernelValue> Values => [];

    /// <summary>Declares a variable, or replaces it; later cells see it with <paramref name="type"/> as its type.</summary>
    /// <exception cref="NotSupportedException">The language has no variables.</exception>
    void SetValue(string name, object? value, Type type) => throw new NotSupportedException($"Values cannot be set in {Name}.");

    /// <summary>Tells an exception that its code threw; null when the code was not its own.</summary>
    CellError? Describe(Exception exception) => null;
}
