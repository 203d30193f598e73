using System.Reflection;

namespace Workbench.Display;

/// <summary>
/// One output of a notebook cell that is replaced in place. The running kernel is found by name (the convention of .NET Interactive:
/// <c>KernelInvocationContext.Current.Display(value, mimeTypes)</c> returns something with <c>Update(value)</c>), so that the library
/// needs no reference to any kernel.
/// </summary>
internal sealed class LiveDisplay
{
    private const string ContextType = "Microsoft.DotNet.Interactive.KernelInvocationContext";

    private readonly Func<object, Action<object>> _show;
    private Action<object>? _update;

    private LiveDisplay(Func<object, Action<object>> show) => _show = show;

    /// <summary>The display of the cell that is running; null outside of notebooks.</summary>
    public static LiveDisplay? Find() => AppDomain.CurrentDomain.GetAssemblies()
        .Select(assembly => assembly.GetType(ContextType)).OfType<Type>().Select(Of).FirstOrDefault(display => display is not null);

    /// <summary>The display of a kernel's context type; null when no cell is running or the type is another one.</summary>
    internal static LiveDisplay? Of(Type contextType)
    {
        var context = contextType.GetProperty("Current", BindingFlags.Public | BindingFlags.Static)?.GetValue(null);
        var display = contextType.GetMethod("Display", BindingFlags.Public | BindingFlags.Instance, [typeof(object), typeof(string[])]);
        if (context is null || display is null)
            return null;
        return new(value =>
        {
            var shown = display.Invoke(context, [value, Array.Empty<string>()])!;
            var update = shown.GetType().GetMethod("Update", [typeof(object)])!;
            return next => update.Invoke(shown, [next]);
        });
    }

    /// <summary>Shows the value: at first as a new output, then in its place.</summary>
    public void Show(object value)
    {
        if (_update is null)
            _update = _show(value);
        else
            _update(value);
    }
}
