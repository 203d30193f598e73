using Microsoft.DotNet.Interactive.Events;
using Workbench.Notebooks.Kernels;

namespace Microsoft.DotNet.Interactive.Commands;

/// <summary>Something that a cell asks a kernel to do.</summary>
public abstract class KernelCommand
{
    private protected KernelCommand(string? targetKernelName) => TargetKernelName = targetKernelName;

    /// <summary>The language it is for; null for the one it is sent to.</summary>
    public string? TargetKernelName { get; }

    internal abstract Task<IReadOnlyList<KernelEvent>> RunAsync(Kernel kernel);

    private protected ISubkernel LanguageOf(Kernel kernel) => TargetKernelName is null ? kernel.Language
        : kernel.Notebook.Languages.Find(TargetKernelName) ?? throw new ArgumentException($"There is no kernel '{TargetKernelName}'.");
}

/// <summary>Runs code.</summary>
public sealed class SubmitCode : KernelCommand
{
    /// <summary>Code for a language.</summary>
    public SubmitCode(string code, string? targetKernelName = null) : base(targetKernelName)
    {
        ArgumentNullException.ThrowIfNull(code);
        Code = code;
    }

    /// <summary>The code, which may hold lines that speak to the kernel.</summary>
    public string Code { get; }

    internal override async Task<IReadOnlyList<KernelEvent>> RunAsync(Kernel kernel)
    {
        await Kernel.RunWithinCellAsync(Code, LanguageOf(kernel));
        return [];
    }
}

/// <summary>Sets a variable.</summary>
public sealed class SendValue : KernelCommand
{
    /// <summary>A variable's name and value.</summary>
    public SendValue(string name, object? value, string? targetKernelName = null) : base(targetKernelName)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Value = value;
    }

    /// <summary>The variable.</summary>
    public string Name { get; }

    /// <summary>What it shall hold.</summary>
    public object? Value { get; }

    internal override Task<IReadOnlyList<KernelEvent>> RunAsync(Kernel kernel)
    {
        LanguageOf(kernel).SetValue(Name, Value, Value?.GetType() ?? typeof(object));
        return Task.FromResult<IReadOnlyList<KernelEvent>>([]);
    }
}

/// <summary>Asks for a variable, which comes as <see cref="ValueProduced"/>.</summary>
public sealed class RequestValue : KernelCommand
{
    /// <summary>A variable's name.</summary>
    public RequestValue(string name, string? targetKernelName = null) : base(targetKernelName)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The variable.</summary>
    public string Name { get; }

    internal override Task<IReadOnlyList<KernelEvent>> RunAsync(Kernel kernel)
    {
        var language = LanguageOf(kernel);
        var found = language.Values.FirstOrDefault(value => value.Name == Name) ?? throw new ArgumentException($"Value '{Name}' not found in kernel {language.Name}");
        return Task.FromResult<IReadOnlyList<KernelEvent>>([new ValueProduced(found.Value, Name, this)]);
    }
}
