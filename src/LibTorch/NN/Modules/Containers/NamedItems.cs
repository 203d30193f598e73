using System.Collections;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Named things in the order of their addition, which is what the two dictionary modules share.</summary>
/// <typeparam name="T">What is named: a module or a parameter.</typeparam>
public abstract class NamedItems<T> : nn.Module, IDictionary<string, T>, IList<(string, T)> where T : class
{
    private readonly OrderedDictionary<string, T> items_ = [];

    private protected NamedItems(string name) : base(name) { }

    /// <summary>Registers an item, or with null forgets the one of that name.</summary>
    private protected abstract void Register(string key, T? item);

    public int Count => items_.Count;

    public bool IsReadOnly => false;

    public ICollection<string> Keys => items_.Keys;

    public ICollection<T> Values => items_.Values;

    public IEnumerable<string> keys() => items_.Keys;

    public IEnumerable<T> values() => items_.Values;

    public IEnumerator<(string, T)> items() => GetEnumerator();

    public (string, T) this[int index]
    {
        get => (items_.GetAt(index).Key, items_.GetAt(index).Value);
        set
        {
            Register(items_.GetAt(index).Key, null);
            items_.SetAt(index, value.Item1, value.Item2);
            Register(value.Item1, value.Item2);
        }
    }

    public T this[string key]
    {
        get => items_[key];
        set
        {
            if (items_.ContainsKey(key)) Register(key, null);
            items_[key] = value;
            Register(key, value);
        }
    }

    public void Add(string key, T value)
    {
        items_.Add(key, value);
        Register(key, value);
    }

    public void Add((string, T) item) => Add(item.Item1, item.Item2);

    public void Add(KeyValuePair<string, T> item) => Add(item.Key, item.Value);

    public void Insert(int index, (string, T) item)
    {
        items_.Insert(index, item.Item1, item.Item2);
        Register(item.Item1, item.Item2);
    }

    public bool Remove(string key)
    {
        if (!items_.Remove(key)) return false;
        Register(key, null);
        return true;
    }

    public bool Remove((string, T) item) => Contains(item) && Remove(item.Item1);

    public bool Remove(KeyValuePair<string, T> item) => Remove((item.Key, item.Value));

    public void RemoveAt(int index) => Remove(items_.GetAt(index).Key);

    public void Clear()
    {
        foreach (var key in items_.Keys.ToArray()) Remove(key);
    }

    public void clear() => Clear();

    public bool ContainsKey(string key) => items_.ContainsKey(key);

    public bool Contains((string, T) item) => items_.TryGetValue(item.Item1, out var found) && ReferenceEquals(found, item.Item2);

    public bool Contains(KeyValuePair<string, T> item) => Contains((item.Key, item.Value));

    public int IndexOf((string, T) item) => Contains(item) ? items_.IndexOf(item.Item1) : -1;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => items_.TryGetValue(key, out value);

    public void CopyTo((string, T)[] array, int arrayIndex)
    {
        foreach (var (key, value) in items_) array[arrayIndex++] = (key, value);
    }

    public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex)
    {
        foreach (var item in items_) array[arrayIndex++] = item;
    }

    public IEnumerator<(string, T)> GetEnumerator() => items_.Select(item => (item.Key, item.Value)).GetEnumerator();

    IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() => items_.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Modules by name.</summary>
public class ModuleDict<T> : NamedItems<T> where T : nn.Module
{
    public ModuleDict() : base(nameof(ModuleDict<>)) { }

    private protected override void Register(string key, T? item) => register_module(key, item!);
}

/// <summary>Parameters by name.</summary>
public class ParameterDict : NamedItems<Parameter>
{
    public ParameterDict() : base(nameof(ParameterDict)) { }

    private protected override void Register(string key, Parameter? item) => ConditionallyRegisterParameter(key, item);
}
