using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbench.Notebooks.Jupyter.Channels;

/// <summary>The cells run by this process, as consoles ask for them.</summary>
internal sealed class CellHistory
{
    private const int Session = 1;

    /// <summary>Cells remembered, and characters of each one's value.</summary>
    private const int Cells = 10_000, Characters = 10_000;

    private readonly Lock _lock = new();
    private readonly List<(int Line, string Input, string? Output)> _cells = [];

    public void Add(int line, string input, string? output)
    {
        lock (_lock)
        {
            _cells.Add((line, input, output?.Length > Characters ? output[..Characters] : output));
            if (_cells.Count > Cells)
                _cells.RemoveAt(0);
        }
    }

    /// <summary>The last cells, the oldest of them first.</summary>
    public JsonArray Tail(int count, bool withOutput) => Entries(cells => cells.TakeLast(Math.Max(0, count)), withOutput);

    /// <summary>The cells from a line on, up to but without another; <paramref name="session"/> 0 is this one, and no other is known.</summary>
    public JsonArray Range(int session, int start, int? stop, bool withOutput) =>
        Entries(cells => session is 0 or Session ? cells.Where(cell => cell.Line >= start && !(cell.Line >= stop)) : [], withOutput);

    /// <summary>The last cells that match a pattern with <c>*</c>, <c>?</c> and <c>[abc]</c>; with <paramref name="isUnique"/>, of equal ones the last.</summary>
    public JsonArray Search(string pattern, int? count, bool isUnique, bool withOutput)
    {
        var glob = new Regex(Translate(pattern), RegexOptions.Singleline, TimeSpan.FromSeconds(1));
        return Entries(cells =>
        {
            var found = cells.Where(cell => glob.IsMatch(cell.Input)).ToList();
            if (isUnique)
                found = [.. found.Where((cell, index) => found.FindLastIndex(other => other.Input == cell.Input) == index)];
            return count is { } last ? found.TakeLast(Math.Max(0, last)) : found;
        }, withOutput);
    }

    private JsonArray Entries(Func<List<(int Line, string Input, string? Output)>, IEnumerable<(int Line, string Input, string? Output)>> choose, bool withOutput)
    {
        lock (_lock)
        {
            return
            [
                .. choose(_cells).Select(cell =>
                    (JsonNode)new JsonArray(Session, cell.Line, withOutput ? new JsonArray(cell.Input, cell.Output) : cell.Input)),
            ];
        }
    }

    private static string Translate(string pattern)
    {
        var regex = new StringBuilder(@"\A");
        for (var i = 0; i < pattern.Length; i++)
        {
            var close = pattern[i] == '[' ? pattern.IndexOf(']', Math.Min(pattern.Length, i + 2)) : -1;
            if (close < 0)
            {
                regex.Append(pattern[i] switch { '*' => ".*", '?' => ".", var other => Regex.Escape(other.ToString()) });
                continue;
            }
            var set = pattern[(i + 1)..close];
            var isNegated = set[0] is '!' or '^' && set.Length > 1;
            regex.Append('[').Append(isNegated ? "^" : "").Append((isNegated ? set[1..] : set).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal).Replace("^", @"\^", StringComparison.Ordinal)).Append(']');
            i = close;
        }
        return regex.Append(@"\z").ToString();
    }
}
