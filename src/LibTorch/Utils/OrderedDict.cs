namespace TorchSharp.Utils;

/// <summary>A dictionary in the order of addition, whose items are also a list of tuples.</summary>
public class OrderedDict<TKey, TValue> : OrderedDictionary<TKey, TValue>, IList<(TKey, TValue)> where TKey : notnull
{
    public bool IsReadOnly => false;

    public (TKey, TValue) this[int index]
    {
        get => (GetAt(index).Key, GetAt(index).Value);
        set => SetAt(index, value.Item1, value.Item2);
    }

    public IEnumerable<TKey> keys() => Keys;

    public IEnumerable<TValue> values() => Values;

    public IEnumerator<(TKey, TValue)> items() => GetEnumerator();

    public void Add((TKey, TValue) item) => Add(item.Item1, item.Item2);

    public void Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    public void Insert(int index, (TKey, TValue) item) => Insert(index, item.Item1, item.Item2);

    public bool Contains((TKey, TValue) item) => IndexOf(item) >= 0;

    public bool Contains(KeyValuePair<TKey, TValue> item) => Contains((item.Key, item.Value));

    public int IndexOf((TKey, TValue) item) =>
        TryGetValue(item.Item1, out var value) && EqualityComparer<TValue>.Default.Equals(value, item.Item2) ? IndexOf(item.Item1) : -1;

    public bool Remove((TKey, TValue) item) => Contains(item) && Remove(item.Item1);

    public bool Remove(KeyValuePair<TKey, TValue> item) => Remove((item.Key, item.Value));

    public void clear() => Clear();

    public void CopyTo((TKey, TValue)[] array, int arrayIndex)
    {
        foreach (var item in this) array[arrayIndex++] = item;
    }

    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex) => ((ICollection<KeyValuePair<TKey, TValue>>)this).CopyTo(array, arrayIndex);

    public new IEnumerator<(TKey, TValue)> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return this[i];
    }
}
