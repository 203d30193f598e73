using System.Collections.Concurrent;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>The formatters and preferred MIME types known, in the order in which they are to be asked.</summary>
internal sealed class FormatterRegistry
{
    private readonly Lock _lock = new();
    private readonly List<ITypeFormatter> _registered = [];
    private readonly List<(Type Type, string[] MimeTypes)> _preferred = [];
    private readonly ConcurrentDictionary<(Type, string), ITypeFormatter[]> _candidates = new();

    public void Add(ITypeFormatter formatter)
    {
        lock (_lock)
        {
            _registered.Add(formatter);
            _candidates.Clear();
        }
    }

    public void Prefer(Type type, string[] mimeTypes)
    {
        lock (_lock)
            _preferred.Add((type, mimeTypes));
    }

    public void Reset()
    {
        lock (_lock)
        {
            _registered.Clear();
            _preferred.Clear();
            _candidates.Clear();
        }
    }

    public bool HasPreferenceFor(Type type)
    {
        lock (_lock)
            return _preferred.Exists(preference => TypeDistance.Between(type, preference.Type) is not null);
    }

    public IReadOnlyList<string> PreferredFor(Type type)
    {
        lock (_lock)
        {
            var chosen = Ordered(_preferred, preference => preference.Type, type).FirstOrDefault();
            if (chosen.MimeTypes is { Length: > 0 })
                return chosen.MimeTypes;
        }
        if (ConventionFormatters.For(type).PreferredMimeTypes is { Length: > 0 } own)
            return own;
        return type == typeof(string) ? [PlainTextFormatter.MimeType] : [Formatter.DefaultMimeType];
    }

    public ITypeFormatter[] Candidates(Type type, string mimeType)
    {
        if (_candidates.TryGetValue((type, mimeType), out var known))
            return known;
        lock (_lock)
        {
            return _candidates[(type, mimeType)] =
            [
                .. Ordered(_registered.Where(formatter => formatter.MimeType == mimeType), formatter => formatter.Type, type),
                .. Ordered(ConventionFormatters.For(type).Formatters.Where(formatter => formatter.MimeType == mimeType), formatter => formatter.Type, type),
            ];
        }
    }

    /// <summary>Those that apply to the type, the most specific first; of equals the one registered last.</summary>
    private static IEnumerable<TItem> Ordered<TItem>(IEnumerable<TItem> items, Func<TItem, Type> typeOf, Type type) => items
        .Select((item, order) => (item, order, distance: TypeDistance.Between(type, typeOf(item))))
        .Where(entry => entry.distance is not null)
        .OrderBy(entry => entry.distance).ThenByDescending(entry => entry.order)
        .Select(entry => entry.item);
}
