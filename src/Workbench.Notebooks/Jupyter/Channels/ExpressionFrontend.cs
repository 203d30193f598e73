using System.Text.Json.Nodes;
using Workbench.Notebooks.Engine;

namespace Workbench.Notebooks.Jupyter.Channels;

/// <summary>Keeps the value of an expression for its request's answer; what it shows besides is not part of that.</summary>
internal sealed class ExpressionFrontend(JupyterFrontend cell) : IFrontend
{
    /// <summary>The value, formed.</summary>
    public JsonObject? Value { get; private set; }

    public void Started() => cell.Started();

    public void Stream(string name, string text)
    {
    }

    public void Display(JsonObject data, string displayId)
    {
    }

    public void UpdateDisplay(JsonObject data, string displayId)
    {
    }

    public void Result(JsonObject data) => Value = data;

    public void ClearOutput(bool wait)
    {
    }

    public string? ReadInput(string prompt, bool isPassword, CancellationToken cancellation) => cell.ReadInput(prompt, isPassword, cancellation);
}
