using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules applied one after the other. What lies between them is disposed as soon as it has been used.</summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<(string name, nn.IModule<Tensor, Tensor> module)> chain = [];

    internal Sequential() : base(nameof(Sequential)) { }

    protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) : this()
    {
        foreach (var (name, module) in modules) Add(name, module);
    }

    protected Sequential(params nn.Module<Tensor, Tensor>[] modules) : this()
    {
        foreach (var module in modules) Add(module);
    }

    public int Count => chain.Count;

    [IndexerName("SequentialItems")]
    public nn.IModule<Tensor, Tensor> this[int index] => chain[index].module;

    /// <summary>The modules from start to before end, shared with this one.</summary>
    [IndexerName("SequentialItems")]
    public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? chain.Count);

    /// <summary>The modules of a range, shared with this one.</summary>
    [IndexerName("SequentialItems")]
    public Sequential this[Range index] => Slice(index.Start.GetOffset(chain.Count), index.End.GetOffset(chain.Count));

    /// <summary>Adds a module at the end under a name of its own.</summary>
    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        Add(name, module);
        return this;
    }

    /// <summary>Adds a module at the end; its name is its place.</summary>
    public Sequential append(nn.IModule<Tensor, Tensor> module)
    {
        Add(module);
        return this;
    }

    public override Tensor forward(Tensor tensor)
    {
        if (Hooked(tensor, out var hooked)) return hooked;
        if (chain.Count == 0) return tensor.alias();
        var current = chain[0].module.call(tensor);
        for (var i = 1; i < chain.Count; i++)
        {
            var next = chain[i].module.call(current);
            // A hook on the module that made it may have kept it.
            if (!ReferenceEquals(next, current) && !ReferenceEquals(current, tensor) &&
                !nn.Module.IsObserved((nn.Module)chain[i - 1].module)) current.Dispose();
            current = next;
        }
        return current;
    }

    internal void Add(nn.IModule<Tensor, Tensor> module) => Add(chain.Count.ToString(), module);

    internal void Add(string name, nn.IModule<Tensor, Tensor> module)
    {
        ArgumentNullException.ThrowIfNull(module);
        Prepare((nn.Module)module);
        chain.Add((name, module));
    }

    // The chain keeps its modules itself, for in it, unlike in other modules, a name may come twice.
    public override IEnumerable<(string name, nn.Module module)> named_children()
        => chain.Select(entry => (entry.name, (nn.Module)entry.module)).Concat(base.named_children());

    private Sequential Slice(int start, int end)
    {
        if (start < 0 || start > chain.Count) throw new IndexOutOfRangeException($"{start} is not a valid index.");
        if (end < 0 || end > chain.Count) throw new IndexOutOfRangeException($"{end} is not a valid index.");
        var result = new Sequential();
        for (var i = start; i < end; i++) result.Add(chain[i].name, chain[i].module);
        return result;
    }
}
