using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Commands;
using Workbench.Notebooks.Display;
using Workbench.Notebooks.Engine;

namespace Microsoft.DotNet.Interactive.Events;

/// <summary>Something that happened in a kernel.</summary>
public abstract class KernelEvent
{
    private protected KernelEvent(KernelCommand? command) => Command = command;

    /// <summary>The command it happened in; null for a cell.</summary>
    public KernelCommand? Command { get; }

    internal virtual void ShowIn(CellScope scope)
    {
    }
}

/// <summary>A command ran to its end.</summary>
public sealed class CommandSucceeded : KernelEvent
{
    internal CommandSucceeded(KernelCommand command) : base(command)
    {
    }
}

/// <summary>A command failed.</summary>
public sealed class CommandFailed : KernelEvent
{
    internal CommandFailed(Exception exception, KernelCommand command) : base(command) => Exception = exception;

    /// <summary>What it threw.</summary>
    public Exception Exception { get; }

    /// <summary>What it threw, in words.</summary>
    public string Message => Exception.Message;
}

/// <summary>A variable that was asked for.</summary>
public sealed class ValueProduced : KernelEvent
{
    internal ValueProduced(object? value, string name, KernelCommand command) : base(command)
    {
        Value = value;
        Name = name;
    }

    /// <summary>What the variable holds.</summary>
    public object? Value { get; }

    /// <summary>The variable.</summary>
    public string Name { get; }
}

/// <summary>A value to show, in the texts given or, without any, as its formatters write it.</summary>
public abstract class DisplayEvent : KernelEvent
{
    private protected DisplayEvent(object? value, KernelCommand? command, IReadOnlyCollection<FormattedValue>? formattedValues, string? valueId) : base(command)
    {
        Value = value;
        FormattedValues = formattedValues ?? [];
        ValueId = valueId ?? Guid.NewGuid().ToString("N");
    }

    /// <summary>The value.</summary>
    public object? Value { get; }

    /// <summary>Its texts.</summary>
    public IReadOnlyCollection<FormattedValue> FormattedValues { get; }

    /// <summary>Names the display, so that it can be replaced.</summary>
    public string ValueId { get; }

    private protected JsonObject Data
    {
        get
        {
            if (FormattedValues.Count == 0)
                return MimeBundle.Of(Value);
            var data = new JsonObject();
            foreach (var form in FormattedValues)
            {
                foreach (var (mimeType, content) in MimeBundle.Raw(form.Value, form.MimeType))
                    data.TryAdd(mimeType, content?.DeepClone());
            }
            return data;
        }
    }
}

/// <summary>A value to show.</summary>
public sealed class DisplayedValueProduced(object? value, KernelCommand? command, IReadOnlyCollection<FormattedValue>? formattedValues = null, string? valueId = null)
    : DisplayEvent(value, command, formattedValues, valueId)
{
    internal override void ShowIn(CellScope scope) => scope.Display(Data, ValueId);
}

/// <summary>A value to show in the place of another.</summary>
public sealed class DisplayedValueUpdated(object? value, string valueId, KernelCommand? command, IReadOnlyCollection<FormattedValue>? formattedValues = null)
    : DisplayEvent(value, command, formattedValues, valueId)
{
    internal override void ShowIn(CellScope scope) => scope.UpdateDisplay(Data, ValueId);
}

/// <summary>The value of a cell.</summary>
public sealed class ReturnValueProduced(object? value, KernelCommand? command, IReadOnlyCollection<FormattedValue>? formattedValues = null, string? valueId = null)
    : DisplayEvent(value, command, formattedValues, valueId)
{
    internal override void ShowIn(CellScope scope) => scope.Result(Data);
}

/// <summary>A text for standard output.</summary>
public sealed class StandardOutputValueProduced(KernelCommand? command, IReadOnlyCollection<FormattedValue>? formattedValues = null, string? valueId = null)
    : DisplayEvent(null, command, formattedValues, valueId)
{
    internal override void ShowIn(CellScope scope) => scope.Write("stdout", string.Concat(FormattedValues.Select(form => form.Value)));
}

/// <summary>A text for standard error.</summary>
public sealed class StandardErrorValueProduced(KernelCommand? command, IReadOnlyCollection<FormattedValue>? formattedValues = null, string? valueId = null)
    : DisplayEvent(null, command, formattedValues, valueId)
{
    internal override void ShowIn(CellScope scope) => scope.Write("stderr", string.Concat(FormattedValues.Select(form => form.Value)));
}

/// <summary>A message that something went wrong.</summary>
public sealed class ErrorProduced : KernelEvent
{
    /// <summary>A message.</summary>
    public ErrorProduced(string message, KernelCommand? command) : base(command)
    {
        ArgumentNullException.ThrowIfNull(message);
        Message = message;
    }

    /// <summary>The message.</summary>
    public string Message { get; }

    internal override void ShowIn(CellScope scope) => scope.Write("stderr", Message + "\n");
}
