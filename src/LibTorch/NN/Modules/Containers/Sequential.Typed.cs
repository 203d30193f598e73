using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Base for a chain of modules of one input whose forward() a subclass writes.</summary>
public abstract class Sequential<T, TResult> : nn.Module<T, TResult>
{
    private readonly List<(string name, nn.Module module)> chain = [];

    protected Sequential(params (string name, nn.Module submodule)[] modules) : base(nameof(Sequential))
    {
        foreach (var (name, module) in modules) Add(name, module);
    }

    protected Sequential(params nn.Module[] modules) : base(nameof(Sequential))
    {
        foreach (var module in modules) Add(module);
    }

    public int Count => chain.Count;

    [IndexerName("SequentialItems")]
    public nn.Module this[int index] => chain[index].module;

    [IndexerName("SequentialItems")]
    public Sequential<T, TResult> this[(int? start, int? end) index]
        => Slice(index.start ?? 0, index.end ?? chain.Count);

    [IndexerName("SequentialItems")]
    public Sequential<T, TResult> this[Range index]
        => Slice(index.Start.GetOffset(chain.Count), index.End.GetOffset(chain.Count));

    /// <summary>Adds a module at the end under a name of its own.</summary>
    public Sequential<T, TResult> append(string name, nn.Module module)
    {
        Add(name, module);
        return this;
    }

    /// <summary>Adds a module at the end; its name is its place.</summary>
    public Sequential<T, TResult> append(nn.Module module) => append(chain.Count.ToString(), module);

    protected internal void Add(string name, nn.Module sm)
    {
        ArgumentNullException.ThrowIfNull(sm);
        Prepare(sm);
        chain.Add((name, sm));
    }

    public override IEnumerable<(string name, nn.Module module)> named_children() => chain.Concat(base.named_children());

    protected internal void Add(nn.Module module) => Add(chain.Count.ToString(), module);

    /// <summary>The modules from start to before end; a subclass that can be cut says how.</summary>
    protected virtual Sequential<T, TResult> Slice(int start, int end) => throw new NotImplementedException();
}

/// <summary>Base for a chain of modules of two inputs whose forward() a subclass writes.</summary>
public abstract class Sequential<T1, T2, TResult> : nn.Module<T1, T2, TResult>
{
    private readonly List<(string name, nn.Module module)> chain = [];

    protected Sequential(params (string name, nn.Module submodule)[] modules) : base(nameof(Sequential))
    {
        foreach (var (name, module) in modules) Add(name, module);
    }

    protected Sequential(params nn.Module[] modules) : base(nameof(Sequential))
    {
        foreach (var module in modules) Add(module);
    }

    public int Count => chain.Count;

    [IndexerName("SequentialItems")]
    public nn.Module this[int index] => chain[index].module;

    [IndexerName("SequentialItems")]
    public Sequential<T1, T2, TResult> this[(int? start, int? end) index]
        => Slice(index.start ?? 0, index.end ?? chain.Count);

    [IndexerName("SequentialItems")]
    public Sequential<T1, T2, TResult> this[Range index]
        => Slice(index.Start.GetOffset(chain.Count), index.End.GetOffset(chain.Count));

    /// <summary>Adds a module at the end under a name of its own.</summary>
    public Sequential<T1, T2, TResult> append(string name, nn.Module module)
    {
        Add(name, module);
        return this;
    }

    /// <summary>Adds a module at the end; its name is its place.</summary>
    public Sequential<T1, T2, TResult> append(nn.Module module) => append(chain.Count.ToString(), module);

    protected internal void Add(string name, nn.Module sm)
    {
        ArgumentNullException.ThrowIfNull(sm);
        Prepare(sm);
        chain.Add((name, sm));
    }

    public override IEnumerable<(string name, nn.Module module)> named_children() => chain.Concat(base.named_children());

    protected internal void Add(nn.Module module) => Add(chain.Count.ToString(), module);

    /// <summary>The modules from start to before end; a subclass that can be cut says how.</summary>
    protected virtual Sequential<T1, T2, TResult> Slice(int start, int end) => throw new NotImplementedException();
}

/// <summary>Base for a chain of modules of three inputs whose forward() a subclass writes.</summary>
public abstract class Sequential<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>
{
    private readonly List<(string name, nn.Module module)> chain = [];

    protected Sequential(params (string name, nn.Module submodule)[] modules) : base(nameof(Sequential))
    {
        foreach (var (name, module) in modules) Add(name, module);
    }

    protected Sequential(params nn.Module[] modules) : base(nameof(Sequential))
    {
        foreach (var module in modules) Add(module);
    }

    public int Count => chain.Count;

    [IndexerName("SequentialItems")]
    public nn.Module this[int index] => chain[index].module;

    [IndexerName("SequentialItems")]
    public Sequential<T1, T2, T3, TResult> this[(int? start, int? end) index]
        => Slice(index.start ?? 0, index.end ?? chain.Count);

    [IndexerName("SequentialItems")]
    public Sequential<T1, T2, T3, TResult> this[Range index]
        => Slice(index.Start.GetOffset(chain.Count), index.End.GetOffset(chain.Count));

    /// <summary>Adds a module at the end under a name of its own.</summary>
    public Sequential<T1, T2, T3, TResult> append(string name, nn.Module module)
    {
        Add(name, module);
        return this;
    }

    /// <summary>Adds a module at the end; its name is its place.</summary>
    public Sequential<T1, T2, T3, TResult> append(nn.Module module) => append(chain.Count.ToString(), module);

    protected internal void Add(string name, nn.Module sm)
    {
        ArgumentNullException.ThrowIfNull(sm);
        Prepare(sm);
        chain.Add((name, sm));
    }

    public override IEnumerable<(string name, nn.Module module)> named_children() => chain.Concat(base.named_children());

    protected internal void Add(nn.Module module) => Add(chain.Count.ToString(), module);

    /// <summary>The modules from start to before end; a subclass that can be cut says how.</summary>
    protected virtual Sequential<T1, T2, T3, TResult> Slice(int start, int end) => throw new NotImplementedException();
}
