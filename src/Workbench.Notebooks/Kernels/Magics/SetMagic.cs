namespace Workbench.Notebooks.Kernels.Magics;

/// <summary>Sets a variable of the language around the line.</summary>
internal sealed class SetMagic : Magic
{
    private const string Name = "--name";
    private const string Value = "--value";
    private const string ByReference = "--byref";
    private const string MimeType = "--mime-type";

    public override MagicSyntax Syntax { get; } = new("set", "Sets a variable of this language to a text, an answer, or a variable of another language.",
        new MagicOption(Name, "name", "The variable.", IsRequired: true),
        new MagicOption(Value, "value", "A text, @language:name, @input:\"question\" or @password:\"question\".", IsRequired: true),
        new MagicOption(ByReference, null, "Shares the object itself instead of a copy by way of JSON."),
        new MagicOption(MimeType, "type", "Shares the value as its formatter for this type writes it."))
    {
        Exclusive = [ByReference, MimeType],
    };

    public override Task RunAsync(MagicCall call, CellRun run)
    {
        var text = call[Value]!;
        var (value, type) = ValueExpression.Evaluate(text, run);
        if (call[MimeType] is { } mimeType)
            (value, type) = JsonValues.Formatted(value, mimeType);
        else if (!call.Has(ByReference) && value is not Microsoft.DotNet.Interactive.PasswordString)
            (value, type) = JsonValues.Copy(value);
        ShareMagic.Set(run.Language, call[Name]!, value, type);
        return Task.CompletedTask;
    }
}
