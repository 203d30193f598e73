using TorchSharp.Files;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp;

/// <summary>State dictionaries of modules in PyTorch's and the safetensors format, with the names of TorchSharp.PyBridge.</summary>
public static class PyBridgeModuleExtensions
{
    /// <summary>Writes the state dictionary as <c>torch.save(module.state_dict(), location)</c> does.</summary>
    /// <param name="module">The module.</param>
    /// <param name="location">The file; written beside and renamed.</param>
    /// <param name="skip">Names to leave out.</param>
    public static Module save_py(this Module module, string location, IList<string>? skip = null)
    {
        AtomicFile.Write(location, stream => PyTorchWriter.Write(stream, State(module, skip)));
        return module;
    }

    /// <inheritdoc cref="save_py(Module, string, IList{string})"/>
    public static Module save_py(this Module module, Stream stream, IList<string>? skip = null, bool leaveOpen = false)
    {
        PyTorchWriter.Write(stream, State(module, skip));
        if (!leaveOpen) stream.Dispose();
        return module;
    }

    /// <summary>Reads a state dictionary that <c>torch.save</c> wrote into the parameters and buffers of the same names.</summary>
    /// <param name="module">The module.</param>
    /// <param name="location">The file.</param>
    /// <param name="strict">Demand that file and module have the same names.</param>
    /// <param name="skip">Names to leave alone.</param>
    /// <param name="loadedParameters">Receives each name of the file and whether the module has it.</param>
    /// <exception cref="InvalidOperationException">Names or shapes differ (which is told); nothing has been loaded then.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or holds something else.</exception>
    /// <exception cref="NotSupportedException">The file asks for what is refused or not known here.</exception>
    public static Module load_py(this Module module, string location, bool strict = true, IList<string>? skip = null,
        Dictionary<string, bool>? loadedParameters = null)
    {
        using var stream = AtomicFile.Open(location);
        return module.load_py(stream, strict, skip, loadedParameters);
    }

    /// <inheritdoc cref="load_py(Module, string, bool, IList{string}, Dictionary{string, bool})"/>
    public static Module load_py(this Module module, Stream stream, bool strict = true, IList<string>? skip = null,
        Dictionary<string, bool>? loadedParameters = null, bool leaveOpen = false)
    {
        using var scope = NewDisposeScope();
        Take(module, load<Dictionary<string, Tensor>>(stream), strict, skip, loadedParameters);
        if (!leaveOpen) stream.Dispose();
        return module;
    }

    /// <summary>Writes the state dictionary as safetensors.</summary>
    /// <param name="module">The module.</param>
    /// <param name="location">The file; written beside and renamed.</param>
    /// <param name="skip">Names to leave out.</param>
    /// <param name="metadata">Texts to put with the tensors.</param>
    public static Module save_safetensors(this Module module, string location, IList<string>? skip = null,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        AtomicFile.Write(location, stream => SafetensorsWriter.Write(stream, State(module, skip), metadata));
        return module;
    }

    /// <summary>
    /// Reads a safetensors file, or the files that a <c>model.safetensors.index.json</c> lists, into the parameters and buffers of
    /// the same names.
    /// </summary>
    /// <inheritdoc cref="load_py(Module, string, bool, IList{string}, Dictionary{string, bool})"/>
    public static Module load_safetensors(this Module module, string location, bool strict = true, IList<string>? skip = null,
        Dictionary<string, bool>? loadedParameters = null)
    {
        using var scope = NewDisposeScope();
        Take(module, PyBridge.Safetensors.LoadStateDict(location), strict, skip, loadedParameters);
        return module;
    }

    private static Dictionary<string, Tensor> State(Module module, IList<string>? skip)
    {
        ArgumentNullException.ThrowIfNull(module);
        // Python's state_dict has the values, not the parameters. Each tensor once, so that tied weights stay tied.
        var values = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        var result = new Dictionary<string, Tensor>();
        foreach (var (name, tensor) in module.state_dict())
        {
            if (skip?.Contains(name) == true) continue;
            if (!values.TryGetValue(tensor, out var value)) values[tensor] = value = tensor.detach();
            result.Add(name, value);
        }
        return result;
    }

    private static void Take(Module module, Dictionary<string, Tensor> state, bool strict, IList<string>? skip,
        Dictionary<string, bool>? loadedParameters)
    {
        ArgumentNullException.ThrowIfNull(module);
        var (_, unexpected) = module.load_state_dict(state, strict, skip);
        if (loadedParameters is null) return;
        foreach (var name in state.Keys) loadedParameters[name] = true;
        foreach (var name in unexpected) loadedParameters[name] = false;
    }
}
