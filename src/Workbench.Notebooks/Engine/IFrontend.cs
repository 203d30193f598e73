using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Engine;

/// <summary>
/// Receives what a cell shows. The engine knows nothing else of the outside: the runner, a Jupyter kernel and tests each bring their own.
/// Calls for one cell come one at a time, in the order in which the cell wrote.
/// </summary>
public interface IFrontend
{
    /// <summary>The cell begins; until now it waited for those before it.</summary>
    void Started() { }

    /// <summary>A piece of text for <c>stdout</c> or <c>stderr</c>.</summary>
    void Stream(string name, string text);

    /// <summary>A value shown by the cell.</summary>
    void Display(JsonObject data, string displayId);

    /// <summary>A new content for a value shown before, perhaps by another cell.</summary>
    void UpdateDisplay(JsonObject data, string displayId);

    /// <summary>The value of the cell.</summary>
    void Result(JsonObject data);

    /// <summary>The outputs so far go away, at once or with the next output.</summary>
    void ClearOutput(bool wait);

    /// <summary>Asks the person at the front end for a line of text; null when there is no more.</summary>
    /// <exception cref="InvalidOperationException">Nobody can answer.</exception>
    string? ReadInput(string prompt, bool isPassword, CancellationToken cancellation) =>
        throw new InvalidOperationException("This notebook runs without a person: input is not available.");
}
