using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that keeps the order in which keys were added, and is also the list of its pairs.</summary>
public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)> where TKey : notnull
{
    private readonly OrderedDictionary<TKey, TValue> entries = [];

    public (TKey, TValue) this[int index] { get => Pair(entries.GetAt(index)); set => entries.SetAt(index, value.Item1, value.Item2); }

    public TValue this[TKey key] { get => entries[key]; set => entries[key] = value; }

    public int Count => entries.Count;
    public bool IsReadOnly => false;
    public ICollection<TKey> Keys => entries.Keys;
    public ICollection<TValue> Values => entries.Values;
    public IEnumerable<TKey> keys() => entries.Keys;
    public IEnumerable<TValue> values() => entries.Values;
    public IEnumerator<(TKey, TValue)> items() => GetEnumerator();
    public IEnumerator<(TKey, TValue)> GetEnumerator() => entries.Select(Pair).GetEnumerator();
    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => entries.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <exception cref="ArgumentException">The key is there already.</exception>
    public void Add(TKey key, TValue value) => entries.Add(key, value);
    public void Add((TKey, TValue) item) => entries.Add(item.Item1, item.Item2);
    public void Add(KeyValuePair<TKey, TValue> item) => entries.Add(item.Key, item.Value);
    public void Insert(int index, (TKey, TValue) item) => entries.Insert(index, item.Item1, item.Item2);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => entries.TryGetValue(key, out value);
    public bool ContainsKey(TKey key) => entries.ContainsKey(key);
    public bool Contains((TKey, TValue) item) => IndexOf(item) >= 0;
    public bool Contains(KeyValuePair<TKey, TValue> item) => Contains(Pair(item));
    public int IndexOf((TKey, TValue) item)
        => entries.IndexOf(item.Item1) is var index and >= 0 && EqualityComparer<TValue>.Default.Equals(entries.GetAt(index).Value, item.Item2) ? index : -1;

    /// <exception cref="KeyNotFoundException">The key is not there.</exception>
    public bool Remove(TKey key) => entries.Remove(key) ? true : throw new KeyNotFoundException($"The given key '{key}' was not present in the dictionary.");
    public bool Remove((TKey, TValue) item) => Contains(item) && entries.Remove(item.Item1);
    public bool Remove(KeyValuePair<TKey, TValue> item) => Remove(Pair(item));
    public void RemoveAt(int index) => entries.RemoveAt(index);
    public void Clear() => entries.Clear();
    public void clear() => entries.Clear();

    public void CopyTo((TKey, TValue)[] array, int arrayIndex) => entries.Select(Pair).ToList().CopyTo(array, arrayIndex);
    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex) => entries.ToList().CopyTo(array, arrayIndex);

    private static (TKey, TValue) Pair(KeyValuePair<TKey, TValue> entry) => (entry.Key, entry.Value);
}
