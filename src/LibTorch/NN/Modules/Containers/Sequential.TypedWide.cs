using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Base for a chain of modules of four inputs whose forward() a subclass writes.</summary>
public abstract class Sequential<T1, T2, T3, T4, TResult> : nn.Module<T1, T2, T3, T4, TResult>
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
    public Sequential<T1, T2, T3, T4, TResult> this[(int? start, int? end) index]
        => Slice(index.start ?? 0, index.end ?? chain.Count);

    [IndexerName("SequentialItems")]
    public Sequential<T1, T2, T3, T4, TResult> this[Range index]
        => Slice(index.Start.GetOffset(chain.Count), index.End.GetOffset(chain.Count));

    /// <summary>Adds a module at the end under a name of its own.</summary>
    public Sequential<T1, T2, T3, T4, TResult> append(string name, nn.Module module)
    {
        Add(name, module);
        return this;
    }

    /// <summary>Adds a module at the end; its name is its place.</summary>
    public Sequential<T1, T2, T3, T4, TResult> append(nn.Module module) => append(chain.Count.ToString(), module);

    protected internal void Add(string name, nn.Module sm)
    {
        ArgumentNullException.ThrowIfNull(sm);
        Prepare(sm);
        chain.Add((name, sm));
    }

    public override IEnumerable<(string name, nn.Module module)> named_children() => chain.Concat(base.named_children());

    protected internal void Add(nn.Module module) => Add(chain.Count.ToString(), module);

    /// <summary>The modules from start to before end; a subclass that can be cut says how.</summary>
    protected virtual Sequential<T1, T2, T3, T4, TResult> Slice(int start, int end) => throw new NotImplementedException();
}

/// <summary>Base for a chain of modules of five inputs whose forward() a subclass writes.</summary>
public abstract class Sequential<T1, T2, T3, T4, T5, TResult> : nn.Module<T1, T2, T3, T4, T5, TResult>
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
    public Sequential<T1, T2, T3, T4, T5, TResult> this[(int? start, int? end) index]
        => Slice(index.start ?? 0, index.end ?? chain.Count);

    [IndexerName("SequentialItems")]
    public Sequential<T1, T2, T3, T4, T5, TResult> this[Range index]
        => Slice(index.Start.GetOffset(chain.Count), index.End.GetOffset(chain.Count));

    /// <summary>Adds a module at the end under a name of its own.</summary>
    public Sequential<T1, T2, T3, T4, T5, TResult> append(string name, nn.Module module)
    {
        Add(name, module);
        return this;
    }

    /// <summary>Adds a module at the end; its name is its place.</summary>
    public Sequential<T1, T2, T3, T4, T5, TResult> append(nn.Module module) => append(chain.Count.ToString(), module);

    protected internal void Add(string name, nn.Module sm)
    {
        ArgumentNullException.ThrowIfNull(sm);
        Prepare(sm);
        chain.Add((name, sm));
    }

    public override IEnumerable<(string name, nn.Module module)> named_children() => chain.Concat(base.named_children());

    protected internal void Add(nn.Module module) => Add(chain.Count.ToString(), module);

    /// <summary>The modules from start to before end; a subclass that can be cut says how.</summary>
    protected virtual Sequential<T1, T2, T3, T4, T5, TResult> Slice(int start, int end) => throw new NotImplementedException();
}

/// <summary>Base for a chain of modules of six inputs whose forward() a subclass writes.</summary>
public abstract class Sequential<T1, T2, T3, T4, T5, T6, TResult> : nn.Module<T1, T2, T3, T4, T5, T6, TResult>
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
    public Sequential<T1, T2, T3, T4, T5, T6, TResult> this[(int? start, int? end) index]
        => Slice(index.start ?? 0, index.end ?? chain.Count);

    [IndexerName("SequentialItems")]
    public Sequential<T1, T2, T3, T4, T5, T6, TResult> this[Range index]
        => Slice(index.Start.GetOffset(chain.Count), index.End.GetOffset(chain.Count));

    /// <summary>Adds a module at the end under a name of its own.</summary>
    public Sequential<T1, T2, T3, T4, T5, T6, TResult> append(string name, nn.Module module)
    {
        Add(name, module);
        return this;
    }

    /// <summary>Adds a module at the end; its name is its place.</summary>
    public Sequential<T1, T2, T3, T4, T5, T6, TResult> append(nn.Module module) => append(chain.Count.ToString(), module);

    protected internal void Add(string name, nn.Module sm)
    {
        ArgumentNullException.ThrowIfNull(sm);
        Prepare(sm);
        chain.Add((name, sm));
    }

    public override IEnumerable<(string name, nn.Module module)> named_children() => chain.Concat(base.named_children());

    protected internal void Add(nn.Module module) => Add(chain.Count.ToString(), module);

    /// <summary>The modules from start to before end; a subclass that can be cut says how.</summary>
    protected virtual Sequential<T1, T2, T3, T4, T5, T6, TResult> Slice(int start, int end) => throw new NotImplementedException();
}
