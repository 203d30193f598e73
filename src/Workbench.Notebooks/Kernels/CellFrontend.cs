using System.Text.Json.Nodes;
using Workbench.Notebooks.Engine;

namespace Workbench.Notebooks.Kernels;

/// <summary>The front end as one cell sees it; the cell can ask that nothing more be shown.</summary>
internal sealed class CellFrontend(IFrontend inner) : IFrontend
{
    private volatile bool _isSilent;

    public bool IsSilent
    {
        get => _isSilent;
        set => _isSilent = value;
    }

    public void Started() => inner.Started();

    public void Stream(string name, string text)
    {
        if (!_isSilent)
            inner.Stream(name, text);
    }

    public void Display(JsonObject data, string displayId)
    {
        if (!_isSilent)
            inner.Display(data, displayId);
    }

    public void UpdateDisplay(JsonObject data, string displayId)
    {
        if (!_isSilent)
            inner.UpdateDisplay(data, displayId);
    }

    public void Result(JsonObject data)
    {
        if (!_isSilent)
            inner.Result(data);
    }

    public void ClearOutput(bool wait)
    {
        if (!_isSilent)
            inner.ClearOutput(wait);
    }

    public string? ReadInput(string prompt, bool isPassword, CancellationToken cancellation) => inner.ReadInput(prompt, isPassword, cancellation);
}
