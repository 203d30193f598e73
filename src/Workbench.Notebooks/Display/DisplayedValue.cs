using Workbench.Notebooks.Display;
using Workbench.Notebooks.Engine;

namespace Microsoft.DotNet.Interactive;

/// <summary>A value that has been displayed and can be replaced where it stands, also from later cells.</summary>
public sealed class DisplayedValue
{
    private readonly string[] _mimeTypes;

    internal DisplayedValue(string displayId, object? value, string[] mimeTypes)
    {
        DisplayId = displayId;
        Value = value;
        _mimeTypes = mimeTypes;
    }

    /// <summary>Names the display.</summary>
    public string DisplayId { get; }

    /// <summary>The value displayed last.</summary>
    public object? Value { get; private set; }

    /// <summary>Shows another value in the place of the last one, in the MIME types asked for at first.</summary>
    public void Update(object? updatedValue)
    {
        Value = updatedValue;
        CellScope.Current?.UpdateDisplay(MimeBundle.Of(updatedValue, _mimeTypes), DisplayId);
    }
}
