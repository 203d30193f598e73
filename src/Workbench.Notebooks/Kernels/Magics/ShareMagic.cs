namespace Workbench.Notebooks.Kernels.Magics;

/// <summary>Makes a variable of another language one of the language around the line; languages of .NET share the object itself.</summary>
internal sealed class ShareMagic : Magic
{
    private const string From = "--from";
    private const string As = "--as";
    private const string MimeType = "--mime-type";

    public override MagicSyntax Syntax { get; } = new("share", "Brings a variable of another language into this one.",
        new MagicOption("name", null, "The variable.", IsRequired: true),
        new MagicOption(From, "kernel", "The language that has it.", IsRequired: true),
        new MagicOption(As, "name", "What it is called here, if not the same."),
        new MagicOption(MimeType, "type", "Shares the value as its formatter for this type writes it."));

    public override Task RunAsync(MagicCall call, CellRun run)
    {
        var source = ValueExpression.Variable(run, call[From]!, call["name"]!);
        var (value, type) = call[MimeType] is { } mimeType ? JsonValues.Formatted(source.Value, mimeType) : (source.Value, source.Type);
        Set(run.Language, call[As] ?? source.Name, value, type);
        return Task.CompletedTask;
    }

    /// <summary>Sets a variable, or says why it cannot be.</summary>
    public static void Set(ISubkernel language, string name, object? value, Type type)
    {
        try
        {
            language.SetValue(name, value, type);
        }
        catch (NotSupportedException e)
        {
            throw new MagicException(e.Message);
        }
    }
}
