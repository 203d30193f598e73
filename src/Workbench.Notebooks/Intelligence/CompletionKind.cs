namespace Workbench.Notebooks.Intelligence;

/// <summary>What a completion inserts.</summary>
public enum CompletionKind
{
    /// <summary>A method or local function.</summary>
    Method,

    /// <summary>An extension method.</summary>
    Extension,

    /// <summary>A property.</summary>
    Property,

    /// <summary>A field or constant.</summary>
    Field,

    /// <summary>An event.</summary>
    Event,

    /// <summary>A local variable, or a variable of the notebook.</summary>
    Local,

    /// <summary>A parameter, or the name of an argument.</summary>
    Parameter,

    /// <summary>A class or type parameter.</summary>
    Class,

    /// <summary>A structure.</summary>
    Struct,

    /// <summary>An interface.</summary>
    Interface,

    /// <summary>An enumeration.</summary>
    Enum,

    /// <summary>A member of an enumeration.</summary>
    EnumMember,

    /// <summary>A delegate.</summary>
    Delegate,

    /// <summary>A namespace.</summary>
    Namespace,

    /// <summary>A keyword of C#.</summary>
    Keyword,

    /// <summary>A file or folder.</summary>
    File,

    /// <summary>A directive for the kernel, such as <c>#!time</c>.</summary>
    Magic,

    /// <summary>A package or its version.</summary>
    Package,
}
