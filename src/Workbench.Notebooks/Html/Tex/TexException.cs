namespace Workbench.Notebooks.Html.Tex;

/// <summary>TeX that this converter does not know; the reader is shown the source instead.</summary>
internal sealed class TexException(string message) : Exception(message);
