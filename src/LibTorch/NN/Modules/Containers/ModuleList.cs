using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules in a list, registered under their places.</summary>
public class ModuleList<T> : nn.Module, IList<T> where T : nn.Module
{
    private readonly List<T> list = [];

    public ModuleList(params T[] modules) : base(nameof(ModuleList<>))
    {
        extend(modules ?? []);
    }

    public T this[int index]
    {
        get => list[index];
        set => Change(() => list[index] = value);
    }

    public int Count => list.Count;

    public bool IsReadOnly => false;

    public void Add(T item)
    {
        register_module(list.Count.ToString(), item);
        list.Add(item);
    }

    public void append(params T[] parameters) => extend(parameters ?? []);

    public void extend(IEnumerable<T> modules)
    {
        foreach (var module in modules) Add(module);
    }

    public void Clear() => Change(list.Clear);

    public bool Contains(T item) => list.Contains(item);

    public void CopyTo(T[] array, int arrayIndex) => list.CopyTo(array, arrayIndex);

    public int IndexOf(T item) => list.IndexOf(item);

    public void Insert(int index, T item) => Change(() => list.Insert(index, item));

    public bool Remove(T item)
    {
        var removed = false;
        Change(() => removed = list.Remove(item));
        return removed;
    }

    public void RemoveAt(int index) => Change(() => list.RemoveAt(index));

    public IEnumerator<T> GetEnumerator() => list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Places, and so names, have changed: register anew.
    private void Change(Action change)
    {
        change();
        ClearModules();
        for (var i = 0; i < list.Count; i++) register_module(i.ToString(), list[i]);
    }
}

/// <summary>Parameters in a list, registered under their places.</summary>
public class ParameterList : nn.Module, IList<Parameter>
{
    private readonly List<Parameter> list = [];

    public ParameterList(params Parameter[] parameters) : base(nameof(ParameterList))
    {
        extend(parameters ?? []);
    }

    public Parameter this[int index]
    {
        get => list[index];
        set => Change(() => list[index] = value);
    }

    public int Count => list.Count;

    public bool IsReadOnly => false;

    public void Add(Parameter item)
    {
        register_parameter(list.Count.ToString(), item);
        list.Add(item);
    }

    public void append(params Parameter[] parameters) => extend(parameters ?? []);

    public void extend(IEnumerable<Parameter> parameters)
    {
        foreach (var parameter in parameters) Add(parameter);
    }

    public void Clear() => Change(list.Clear);

    public bool Contains(Parameter item) => list.Contains(item);

    public void CopyTo(Parameter[] array, int arrayIndex) => list.CopyTo(array, arrayIndex);

    public int IndexOf(Parameter item) => list.IndexOf(item);

    public void Insert(int index, Parameter item) => Change(() => list.Insert(index, item));

    public bool Remove(Parameter item)
    {
        var removed = false;
        Change(() => removed = list.Remove(item));
        return removed;
    }

    public void RemoveAt(int index) => Change(() => list.RemoveAt(index));

    public IEnumerator<Parameter> GetEnumerator() => list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Change(Action change)
    {
        for (var i = 0; i < list.Count; i++) ConditionallyRegisterParameter(i.ToString(), (Parameter?)null);
        change();
        for (var i = 0; i < list.Count; i++) register_parameter(i.ToString(), list[i]);
    }
}
