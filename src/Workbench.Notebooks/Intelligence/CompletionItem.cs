namespace Workbench.Notebooks.Intelligence;

/// <summary>One way to go on with a cell.</summary>
/// <param name="Text">What is inserted.</param>
/// <param name="Display">What a list shows.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Signature">Its C# signature or type; empty when it has none.</param>
public sealed record CompletionItem(string Text, string Display, CompletionKind Kind, string Signature)
{
    /// <summary>The kind in the words of Jupyter's front ends, which choose an icon by it.</summary>
    public string JupyterType => Kind switch
    {
        CompletionKind.Method or CompletionKind.Extension => "method",
        CompletionKind.Property => "property",
        CompletionKind.Field => "field",
        CompletionKind.Event => "event",
        CompletionKind.Local or CompletionKind.Parameter => "variable",
        CompletionKind.Class or CompletionKind.Delegate => "class",
        CompletionKind.Struct => "struct",
        CompletionKind.Interface => "interface",
        CompletionKind.Enum => "enum",
        CompletionKind.EnumMember => "value",
        CompletionKind.Namespace or CompletionKind.Package => "module",
        CompletionKind.File => "file",
        _ => "keyword",
    };
}
