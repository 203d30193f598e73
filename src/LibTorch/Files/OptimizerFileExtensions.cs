using TorchSharp.Files;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp;

/// <summary>States of optimisers as PyTorch saves them, with the names of TorchSharp.PyBridge.</summary>
public static class PyBridgeOptimizerExtensions
{
    /// <summary>Writes the state as <c>torch.save(optimizer.state_dict(), location)</c> does.</summary>
    /// <param name="optim">The optimiser.</param>
    /// <param name="location">The file; written beside and renamed.</param>
    public static void save_py(this Optimizer optim, string location)
    {
        using var scope = NewDisposeScope();
        save(State(optim), location);
    }

    /// <inheritdoc cref="save_py(Optimizer, string)"/>
    public static void save_py(this Optimizer optim, Stream stream, bool leaveOpen = false)
    {
        using var scope = NewDisposeScope();
        save(State(optim), stream);
        if (!leaveOpen) stream.Dispose();
    }

    /// <summary>
    /// Reads the state of an optimiser of the same kind that <c>torch.save(optimizer.state_dict(), …)</c> wrote. The parameters
    /// must have been given in the same order.
    /// </summary>
    /// <exception cref="ArgumentException">Groups, numbers of parameters or shapes differ; nothing has changed then.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or not the state of such an optimiser.</exception>
    /// <exception cref="NotSupportedException">The file's optimiser does what this one does not.</exception>
    public static void load_py(this Optimizer optim, string location)
    {
        using var stream = AtomicFile.Open(location);
        optim.load_py(stream);
    }

    /// <inheritdoc cref="load_py(Optimizer, string)"/>
    public static void load_py(this Optimizer optim, Stream stream, bool leaveOpen = false)
    {
        using var scope = NewDisposeScope();
        optim.LoadPython(load<object>(stream));
        if (!leaveOpen) stream.Dispose();
    }

    internal static void LoadPython(this Optimizer optim, object? state)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        if (optim is LBFGS lbfgs) lbfgs.FromPython(state);
        else OptimizerFile.Read(Helper(optim), state);
    }

    private static object State(Optimizer optim) => optim is LBFGS lbfgs ? lbfgs.ToPython() : OptimizerFile.Write(Helper(optim));

    private static OptimizerHelper Helper(Optimizer optim) => optim as OptimizerHelper
        ?? throw new NotSupportedException($"The state of {optim?.GetType().Name ?? "null"} has no form in PyTorch's files.");
}
