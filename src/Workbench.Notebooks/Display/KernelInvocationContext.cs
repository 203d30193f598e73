using Microsoft.DotNet.Interactive.Events;
using Workbench.Notebooks.Display;
using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Kernels;

namespace Microsoft.DotNet.Interactive;

/// <summary>The cell that is running, as its code sees it.</summary>
public sealed class KernelInvocationContext
{
    private readonly CellScope _scope;

    private KernelInvocationContext(CellScope scope) => _scope = scope;

    /// <summary>The running cell; null outside of cells.</summary>
    public static KernelInvocationContext? Current => CellScope.Current is { } scope ? new KernelInvocationContext(scope) : null;

    /// <summary>Is cancelled when the cell shall stop; long loops should look at it.</summary>
    public CancellationToken CancellationToken => _scope.Cancellation;

    /// <summary>The language that runs this part of the cell.</summary>
    public Kernel? HandlingKernel => CellRun.Current is { } run ? new Kernel(run.Kernel, run.Language) : null;

    /// <summary>Does something when the cell has ended, well or not.</summary>
    public void OnComplete(Action<KernelInvocationContext> onComplete)
    {
        ArgumentNullException.ThrowIfNull(onComplete);
        (CellRun.Current ?? throw new InvalidOperationException("There is no cell that could end.")).AtEnd(() => onComplete(this));
    }

    /// <summary>Shows what an event carries: values displayed, values replaced, texts printed, errors. Others have no listener here.</summary>
    public void Publish(KernelEvent @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        @event.ShowIn(_scope);
    }

    /// <summary>Shows a value.</summary>
    public DisplayedValue Display(object? value, params string[] mimeTypes)
    {
        ArgumentNullException.ThrowIfNull(mimeTypes);
        var id = Guid.NewGuid().ToString("N");
        _scope.Display(MimeBundle.Of(value, mimeTypes), id);
        return new DisplayedValue(id, value, mimeTypes);
    }

    /// <summary>Shows a text that is in a MIME type already.</summary>
    public DisplayedValue DisplayAs(string value, string mimeType)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentException.ThrowIfNullOrEmpty(mimeType);
        var id = Guid.NewGuid().ToString("N");
        _scope.Display(MimeBundle.Raw(value, mimeType), id);
        return new DisplayedValue(id, value, [mimeType]);
    }

    internal static KernelInvocationContext Required =>
        Current ?? throw new InvalidOperationException("Values can be displayed only while a notebook cell runs.");
}
