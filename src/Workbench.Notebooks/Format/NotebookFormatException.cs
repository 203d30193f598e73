namespace Workbench.Notebooks.Format;

/// <summary>Says why a file or a text is not a notebook that can be read.</summary>
public sealed class NotebookFormatException(string message, Exception? inner = null) : Exception(message, inner);
